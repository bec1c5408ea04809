internal import JSON
public import Reconciliation
public import Workflow

extension JiraCloud {
    /// Looks for issues that carry these markers: what became of creates whose answers were lost.
    ///
    /// Two ways are gone: a search by the label, whose index lags behind, and a walk over the project's next keys, which
    /// does not. What is found comes by the marker's operation; what is missing may still turn up.
    public func find(_ markers: [Marker], age: Duration) async throws -> [String: CreatedIssue] {
        _ = try await proved()
        return await lookUp(markers, knownKeys: [], since: nil)
    }

    /// Returns the issues with a marker that the search index may not know yet.
    public func unindexed() async throws -> [IssueID] {
        try await lookByKey([])().values.map(\.id).sorted()
    }

    /// Returns the youngest issues with the marker's label, indexed or not.
    public func youngest() async throws -> [IssueID] {
        let jql = JQL.project(try await proved().site.project) && .label(Marker.name)
        return Set(try await search(jql.newestFirst, pages: 1) + unindexed()).sorted()
    }

    /// Looks several times with waits in between, until all are found.
    func lookUp(_ markers: [Marker], knownKeys: [String], since: Int64?) async -> [String: CreatedIssue] {
        let wanted = Set(markers.map(\.operation))
        var found: [String: CreatedIssue] = [:]
        for wait in configuration.limits.lookups {
            guard found.count < wanted.count, (try? await pause(wait)) != nil else { break }
            for look in [lookBySearch(since), lookByKey(knownKeys)] {
                guard found.count < wanted.count else { break }
                // A look that fails is no answer; the next one may be.
                for (operation, issue) in (try? await look()) ?? [:] where wanted.contains(operation) {
                    // Of several the oldest is the original, the others are clones.
                    if let other = found[operation], other.id < issue.id { continue }
                    found[operation] = issue
                }
            }
        }
        return found
    }

    /// Returns a look at what the index has under the label, created since a moment or lately.
    private func lookBySearch(_ since: Int64?) -> () async throws -> [String: CreatedIssue] {
        {
            var jql = JQL.project(try await self.proved().site.project) && .label(Marker.name)
            if let since { jql = jql && .created(since: since) }
            // The youngest first, and one page of them: what was lost lately is among the last few thousand.
            let ids = try await self.search(jql.newestFirst, pages: 1)
            var found: [String: CreatedIssue] = [:]
            for part in ids.runs(of: self.configuration.limits.readBatch) {
                let look = try await self.fetch(part.map(IssueReference.id), fields: ["status"], marker: true)
                self.collect(look, into: &found)
            }
            return found
        }
    }

    /// Returns a look that walks the keys after the highest one known to a search or to the caller.
    private func lookByKey(_ knownKeys: [String]) -> () async throws -> [String: CreatedIssue] {
        {
            let project = try await self.proved().site.project
            // Keys of this run's own issues may lie before and after the lost ones, so the walk starts at what the
            // index knows, which is older.
            var number = try await self.highestIndexedNumber(in: project)
            let highest = knownKeys.compactMap { $0.issueNumber(in: project) }.max() ?? 0
            var found: [String: CreatedIssue] = [:]
            var walked = 0
            while walked < 20_000 {
                let keys = (number + 1...number + 100).map { IssueReference.key("\(project)-\($0)") }
                let look = try await self.fetch(keys, fields: ["status"], marker: true)
                self.collect(look, into: &found)
                number += 100
                walked += 100
                if look.issues.isEmpty, number > highest { break }
            }
            return found
        }
    }

    /// Returns the number of the newest key that the search index knows; 0 when it knows none.
    private func highestIndexedNumber(in project: String) async throws -> Int {
        let body: JSON = [
            "jql": .string(JQL.project(project).newestFirst.text), "fields": ["id", "key"], "maxResults": 50,
        ]
        let answer = try await send(.query("/search/jql", body))
        let keys = (answer.json?["issues"]?.array ?? []).compactMap { $0["key"]?.string }
        return keys.compactMap { $0.issueNumber(in: project) }.max() ?? 0
    }

    private func collect(_ look: BulkFetch, into found: inout [String: CreatedIssue]) {
        for (id, issue) in look.issues {
            guard let marker = Marker(issue["properties"]?[Marker.name]), let key = issue["key"]?.string
            else { continue }
            if let other = found[marker.operation], other.id < id { continue }
            found[marker.operation] = CreatedIssue(id: id, key: key)
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
