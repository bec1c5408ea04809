internal import JSON
public import Reconciliation
internal import Workflow

extension JiraTracker {
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
    /// The index does not learn of issues in their order, nor does each part of it. So these are the fifty newest keys that it
    /// knows, the gaps among the thousand newest numbers, and the keys behind the highest, until a run of them is nobody's.
    func walk() async throws -> BulkFetch {
        let project = try await proved().site.project
        let known = try await indexedNumbers(in: project)
        let highest = known.max() ?? 0
        let latest = highest > 0 ? max(1, highest - 999)...highest : 1...1
        // What is known shows its marker's label, too; Cloud tells the same of fifty more in the same call.
        let isCloud = try await proved().site.deployment == .cloud
        let doubtful = latest.filter { (isCloud && $0 > highest - 50) || !known.contains($0) }
        // With a few gaps it is one call of a hundred keys.
        var last = max(highest, highestCreated) + max(50, 100 - doubtful.count)
        var numbers = doubtful + (highest + 1...last).filter { !doubtful.contains($0) }
        var all = BulkFetch()
        while last - highest < 20_000 {
            var keys = numbers.map { "\(project)-\($0)" }
            if !isCloud { keys = try await possible(among: keys) }
            let look = try await fetch(keys.map(IssueReference.key), fields: ["status"], marker: true)
            all.issues.merge(look.issues) { $1 }
            // An issue that moved away comes under another key: it, too, had one of these.
            let isUsed = look.issues.values.contains { issue in
                (issue["key"]?.string?.issueNumber(in: project) ?? .max) > last - 50
            }
            guard isUsed else { break }
            numbers = Array(last + 1...last + 100)
            last += 100
        }
        return all
    }

    /// Takes note of keys that were given in this run.
    func noteCreated(_ issues: [CreatedIssue], in project: String) {
        let numbers = issues.compactMap { $0.key.issueNumber(in: project) }
        highestCreated = max(highestCreated, numbers.max() ?? 0)
    }

    /// Returns the numbers of the newest keys that the search index knows.
    private func indexedNumbers(in project: String) async throws -> Set<Int> {
        let search = IssueSearch(jql: JQL.project(project).newestFirst, fields: ["key"], size: 1000)
        let (issues, answer) = try await pagesOf(search, 1)
        let keys = issues.compactMap { $0["key"]?.string }
        guard keys.count == issues.count else {
            throw JiraFailure(.nonsense, "Jira's answer has an issue without key.", call: answer.call).problem
        }
        return Set(keys.compactMap { $0.issueNumber(in: project) })
    }
}

extension String {
    /// The number of an issue's key when it is one of the project.
    fileprivate func issueNumber(in project: String) -> Int? {
        guard hasPrefix(project + "-") else { return nil }
        return Int(dropFirst(project.count + 1))
    }
}
