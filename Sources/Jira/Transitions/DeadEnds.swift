internal import JSON
internal import JiraAPI
public import Reconciliation
internal import Workflow

extension JiraTracker {
    /// Returns those of the given closed issues whose workflow has no way back to an open status.
    ///
    /// A way over other closed statuses counts where issues can be found that stand there, since only these tell where it
    /// leads. A step that the workflow has and that the caller may not take is a way.
    ///
    /// - Throws: A `Problem` when the account may not make transitions at all, which would look the same.
    public func deadEnds(among issues: [IssueID]) async throws -> Set<IssueID> {
        guard !issues.isEmpty else { return [] }
        _ = try await proved()
        var places: [IssuePosition.Key: [(id: IssueID, key: String)]] = [:]
        for part in Set(issues).sorted().runs(of: configuration.limits.smallReadBatch) {
            let look = try await fetch(
                part.map(IssueReference.id),
                fields: IssuePosition.fields,
                marker: false
            )
            for id in part {
                guard let standing = IssuePosition(look.issues[id]), standing.status.category == .done else {
                    continue
                }
                places[standing.key, default: []].append((id, look.issues[id]?["key"]?.string ?? "\(id)"))
            }
        }
        var ends: Set<IssueID> = []
        for (place, found) in places.sorted(by: { $0.value[0].id < $1.value[0].id }) {
            let isDeadEnd = try await isDeadEnd(place, found[0].id, found[0].key)
            if isDeadEnd { ends.formUnion(found.map(\.id)) }
        }
        return ends
    }

    private func isDeadEnd(_ place: IssuePosition.Key, _ issue: IssueID, _ key: String) async throws -> Bool {
        do {
            let way = try await book.wayBack(issue, from: place, hops: configuration.limits.transitionHops)
            guard way.distances[place.status] == nil else { return false }
            // Without the permission Jira offers nothing: that says nothing of the workflow.
            if try await book.offer(issue, place, isFresh: false).isEmpty {
                try await proveTransitions(of: issue, key)
            }
            return try await !book.hasStepBack(issue)
        } catch let failure as JiraFailure {
            throw failure.problem(about: key)
        }
    }

    private func proveTransitions(of issue: IssueID, _ key: String) async throws {
        let name = "TRANSITION_ISSUES"
        let answer = try await permissionsOrProblem([name], (name: "issueId", value: "\(issue)"))
        guard answer.json?["permissions"]?[name]?["havePermission"]?.bool == true else {
            throw Problem(
                .credentials,
                "\(key): the account may not move the issue, so that nobody knows whether it can be reopened.",
                hint: "Give the account the permission Transition issues in the issue's project."
            )
        }
    }
}
