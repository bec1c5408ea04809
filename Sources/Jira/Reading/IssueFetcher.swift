internal import JSON
internal import JiraAPI
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
        let canGlimpse = try await proved().site.deployment == .dataCenter && sink.takesGlimpses
        for window in ids.sorted().runs(of: limits.readBatch * limits.readsAtOnce) {
            // What a search shows as it was expected needs no closer look.
            var glimpses = canGlimpse ? try await glimpses(of: Array(window)) : [:]
            glimpses = glimpses.filter { sink.isExpected($0.value) }
            let unsure = window.filter { glimpses[$0] == nil }.map(IssueReference.id)
            let known = glimpses.values.map { Sighting(reference: .id($0.id), issue: $0) }
            let seen = try await sightings(of: unsure) + known
            for sighting in seen.sorted(by: { $0.reference.id < $1.reference.id }) {
                let id = sighting.reference.id
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
        async let total = count(all)
        let ids = try await search((all && .updated(since: since)).oldestFirst)
        return MarkedIssues(ids: ids, total: try await total)
    }

    /// Returns about how many issues a search would find.
    private func count(_ jql: JQL) async throws -> Int {
        if try await proved().site.deployment == .dataCenter {
            let search = IssueSearch(jql: jql, fields: ["id"], size: 0)
            do throws(JiraFailure) {
                return try await connection.page(of: search).total ?? 0
            } catch {
                throw error.problem
            }
        }
        let answer = try await send(.query("/search/approximate-count", ["jql": .string(jql.text)]))
        guard let total = answer.json?["count"]?.integer else {
            throw JiraFailure(.nonsense, "Jira's answer holds no count.", call: answer.call).problem
        }
        return total
    }

    /// Returns the ids of the issues that a search finds, or of those on its first pages, in ascending order.
    ///
    /// The index behind it lags behind writes by seconds to minutes.
    func search(_ jql: JQL, pages: Int = .max) async throws -> [IssueID] {
        let isCloud = try await proved().site.deployment == .cloud
        let size = isCloud ? configuration.limits.searchPage : min(configuration.limits.searchPage, 1000)
        let (issues, answer) = try await pagesOf(IssueSearch(jql: jql, fields: ["id"], size: size), pages)
        var ids: Set<IssueID> = []
        for issue in issues {
            guard let id = issue.issueID else {
                throw JiraFailure(.nonsense, "Jira's answer has an issue without id.", call: answer.call)
                    .problem
            }
            ids.insert(id)
        }
        return ids.sorted()
    }

    /// Asks for pages of a search; that nothing was found is believed of a proved caller alone.
    func pagesOf(_ search: IssueSearch, _ pages: Int) async throws -> (issues: [JSON], answer: JiraAnswer) {
        let found: (issues: [JSON], answer: JiraAnswer)
        do throws(JiraFailure) {
            found = try await connection.issues(of: search, pages: pages)
        } catch {
            throw error.problem
        }
        if found.issues.isEmpty { try await confirm(found.answer) }
        return found
    }
}

extension IssueReference {
    /// The id; of a key that of no issue.
    fileprivate var id: IssueID { if case .id(let id) = self { id } else { IssueID(0) } }
}
