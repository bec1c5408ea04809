internal import JSON
internal import Reconciliation
public import Workflow

extension JiraTracker {
    /// What became of one reference.
    private struct Sighting: Sendable {
        var reference: IssueReference
        /// The issue; nil when it is missing.
        var issue: Issue?
    }

    /// Hands the issues over to the sink, in ascending order of ids, and then those that are missing.
    ///
    /// These were looked for twice, and after that the caller and the project were proved again: an expired token and a
    /// project that is hidden lead to empty answers of status 200.
    public func read<Sink: IssueSink>(
        _ references: [IssueReference],
        into sink: consuming Sink
    ) async throws -> Sink {
        guard !references.isEmpty else { return sink }
        _ = try await proved()
        var (ids, keys): (Set<IssueID>, [IssueReference]) = ([], [])
        var seenKeys: Set<IssueReference> = []
        for reference in references {
            switch reference {
            case .id(let id): ids.insert(id)
            case .key:
                guard seenKeys.insert(reference).inserted else { continue }
                if reference.canExist { keys.append(reference) } else { try sink.addMissing(reference) }
            }
        }
        // Nothing is called missing before all were looked for, so that one proof after that is enough.
        var absent: [IssueReference] = []
        // Where an issue stands in the order of ids is known of a key only after it was read: so these come first.
        var named: [Sighting] = []
        for sighting in try await sightings(of: keys) {
            if sighting.issue == nil {
                absent.append(sighting.reference)
            } else {
                named.append(sighting)
            }
        }
        named.sort { ($0.issue?.id ?? IssueID(0)) < ($1.issue?.id ?? IssueID(0)) }
        var rest = named[...]
        let limits = configuration.limits
        for window in ids.sorted().runs(of: limits.readBatch * limits.readsAtOnce) {
            for sighting in try await sightings(of: window.map(IssueReference.id)) {
                guard case .id(let id) = sighting.reference else { continue }
                while let first = rest.first, let issue = first.issue, issue.id < id {
                    try sink.add(issue, askedAs: first.reference)
                    rest.removeFirst()
                }
                if let issue = sighting.issue {
                    try sink.add(issue, askedAs: sighting.reference)
                } else {
                    absent.append(sighting.reference)
                }
            }
        }
        for sighting in rest {
            if let issue = sighting.issue { try sink.add(issue, askedAs: sighting.reference) }
        }
        if !absent.isEmpty { try await proveAgain() }
        for reference in absent { try sink.addMissing(reference) }
        return sink
    }

    /// Looks at references, several calls at once, and returns what became of each, in their order.
    private func sightings(of references: [IssueReference]) async throws -> [Sighting] {
        let parts = references.runs(of: readBatch).map(Array.init)
        return try await parts.mapConcurrently(atOnce: configuration.limits.readsAtOnce) { part in
            try await self.look(at: part)
        }.flatMap { $0 }
    }

    /// Looks at references, and a second time at those that seem to be missing.
    private func look(at references: [IssueReference]) async throws -> [Sighting] {
        let reading = try await reading()
        let fields = reading.requestedFields
        let first = try await fetch(references, fields: fields, marker: true)
        var found: [IssueReference: JSON] = [:]
        for reference in references { found[reference] = first.issue(reference) }
        let absent = references.filter { found[$0] == nil }
        if !absent.isEmpty {
            try await pause(configuration.limits.secondLook)
            // A moved issue answers under its new key: only asking for one at a time tells which one it is.
            let groups = first.hasMore(than: references) ? absent.map { [$0] } : [absent]
            for group in groups {
                let second = try await fetch(group, fields: fields, marker: true)
                for reference in group { found[reference] = second.issue(reference) }
                if group.count == 1, found[group[0]] == nil { found[group[0]] = second.issues.first?.value }
            }
        }
        return try references.map { reference in
            guard let json = found[reference] else { return Sighting(reference: reference) }
            guard let issue = reading.issue(json) else {
                throw Problem(.failure, "Jira's answer about issue \(reference.text) lacks its status.")
            }
            return Sighting(reference: reference, issue: issue)
        }
    }

    /// Returns the project's issues with the marker's label: all, or those changed since a moment.
    public func marked(since: Int64?) async throws -> MarkedIssues {
        let all = JQL.project(try await proved().site.project) && .label(Marker.name)
        guard let since else { return MarkedIssues(ids: try await search(all.oldestFirst)) }
        async let count = send(.query("/search/approximate-count", ["jql": .string(all.text)]))
        let ids = try await search((all && .updated(since: since)).oldestFirst)
        guard let total = try await count.json?["count"]?.integer else {
            let call = "POST /search/approximate-count"
            throw JiraFailure(.nonsense, "Jira's answer holds no count.", call: call).problem
        }
        return MarkedIssues(ids: ids, total: total)
    }

    /// Returns the ids of the issues that a search finds, or of those on its first pages, in ascending order.
    ///
    /// The index behind it lags behind writes by seconds to minutes.
    func search(_ jql: JQL, pages: Int = .max) async throws -> [IssueID] {
        var ids: Set<IssueID> = []
        var tokens: Set<String> = []
        var token: String?
        let call = "POST /search/jql"
        while true {
            var body: JSONObject = ["jql": .string(jql.text), "fields": ["id"]]
            body["maxResults"] = .integer(configuration.limits.searchPage)
            if let token { body["nextPageToken"] = .string(token) }
            let answer = try await send(.query("/search/jql", .object(body)))
            let page = try answer.issues()
            for issue in page {
                guard let id = issue.issueID else {
                    throw JiraFailure(.nonsense, "Jira's answer has an issue without id.", call: call).problem
                }
                ids.insert(id)
            }
            guard answer.json?["isLast"]?.bool != true, let next = answer.json?["nextPageToken"]?.string
            else {
                if ids.isEmpty { try await confirm(answer) }
                return ids.sorted()
            }
            guard !page.isEmpty, tokens.insert(next).inserted else {
                let message = "Jira's search goes round in circles: a page is empty or comes again."
                throw JiraFailure(.nonsense, message, call: call).problem
            }
            token = next
            if tokens.count >= pages { return ids.sorted() }
        }
    }
}
