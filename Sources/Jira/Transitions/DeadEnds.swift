internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The search for closed issues whose workflow has no way back to an open status.
struct DeadEnds: Sendable {
    let session: JiraSession

    /// Returns the dead ends among closed issues; see ``JiraTracker/deadEnds(among:)``.
    func issues(among issues: [IssueID]) async throws -> Set<IssueID> {
        guard !issues.isEmpty else { return [] }
        _ = try await session.proved()
        var places: [IssuePosition.Key: [(id: IssueID, key: String)]] = [:]
        for part in Set(issues).sorted().runs(of: session.configuration.limits.smallReadBatch) {
            let look = try await IssueFetcher(session: session).fetch(
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
            let isDeadEnd = try await isDeadEnd(place, for: found[0].id, found[0].key)
            if isDeadEnd { ends.formUnion(found.map(\.id)) }
        }
        return ends
    }

    private func isDeadEnd(
        _ place: IssuePosition.Key,
        for issue: IssueID,
        _ key: String
    ) async throws -> Bool {
        let transitions = session.transitions
        do {
            let hops = session.configuration.limits.transitionHops
            let way = try await transitions.wayBack(issue, from: place, hops: hops)
            guard way.distances[place.status] == nil else { return false }
            // Without the permission Jira offers nothing: that says nothing of the workflow.
            if try await transitions.offer(issue, place, isFresh: false).isEmpty {
                try await proveTransitions(of: issue, key)
            }
            return try await !transitions.hasStepBack(issue)
        } catch let failure as JiraFailure {
            throw failure.problem(about: key)
        }
    }

    private func proveTransitions(of issue: IssueID, _ key: String) async throws {
        let name = "TRANSITION_ISSUES"
        let permissions = AccountPermissions(session: session)
        let told = try await permissions.orProblem([name], at: (name: "issueId", value: "\(issue)"))
        guard told[name] == true else { throw Problem.mayNotMove(key) }
    }
}
