internal import JSON
public import Reconciliation
internal import Workflow

extension JiraCloud {
    /// Returns the issues with a marker that the search index may not know yet, in ascending order; asks once a run.
    public func unindexed() async throws -> [IssueID] {
        try await unindexedOnce {
            try await self.walk().issues.filter { Marker($0.value["properties"]?[Marker.name]) != nil }.keys
                .sorted()
        }
    }

    /// Returns the youngest issues with the marker's label, indexed or not, in ascending order.
    public func youngest() async throws -> [IssueID] {
        let jql = JQL.project(try await proved().site.project) && .label(Marker.name)
        return Set(try await search(jql.newestFirst, pages: 1) + unindexed()).sorted()
    }

    /// Looks at the project's latest keys one by one, since reads by key do not lag behind writes as the index does.
    ///
    /// It begins some keys before the highest that the index knows, since that does not learn of them in their order, goes on
    /// to a hundred after the highest that is known at all, and ends when a hundred keys are nobody's.
    func walk() async throws -> BulkFetch {
        let project = try await proved().site.project
        let highest = try await highestIndexedNumber(in: project)
        var first = max(1, highest - 49)
        var last = max(highest, highestCreated) + 100
        var all = BulkFetch()
        while last - highest < 20_000 {
            let keys = (first...last).map { IssueReference.key("\(project)-\($0)") }
            let look = try await fetch(keys, fields: ["status"], marker: true)
            all.issues.merge(look.issues) { $1 }
            // An issue that moved away comes under another key: it, too, had one of these.
            let isUsed = look.issues.values.contains { issue in
                (issue["key"]?.string?.issueNumber(in: project) ?? .max) > last - 100
            }
            guard isUsed else { break }
            (first, last) = (last + 1, last + 100)
        }
        return all
    }

    /// Takes note of keys that were given in this run.
    func noteCreated(_ issues: [CreatedIssue], in project: String) {
        let numbers = issues.compactMap { $0.key.issueNumber(in: project) }
        highestCreated = max(highestCreated, numbers.max() ?? 0)
    }

    /// Returns the number of the newest key that the search index knows; 0 when it knows none.
    private func highestIndexedNumber(in project: String) async throws -> Int {
        let body: JSON = [
            "jql": .string(JQL.project(project).newestFirst.text), "fields": ["id", "key"], "maxResults": 50,
        ]
        let answer = try await send(.query("/search/jql", body))
        let issues = try answer.issues()
        if issues.isEmpty { try await confirm(answer) }
        let keys = issues.compactMap { $0["key"]?.string }
        guard keys.count == issues.count else {
            throw JiraFailure(.nonsense, "Jira's answer has an issue without key.", call: answer.call).problem
        }
        return keys.compactMap { $0.issueNumber(in: project) }.max() ?? 0
    }
}

extension JiraAnswer {
    /// Returns the issues that the answer lists; throws a `Problem` when it lists none at all.
    func issues() throws(Problem) -> [JSON] {
        do throws(JiraFailure) {
            return try list("issues")
        } catch {
            throw error.problem
        }
    }
}

extension String {
    /// The number of an issue's key when it is one of the project.
    fileprivate func issueNumber(in project: String) -> Int? {
        guard hasPrefix(project + "-") else { return nil }
        return Int(dropFirst(project.count + 1))
    }
}
