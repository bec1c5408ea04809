internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// A read of any number of issues into a sink: in ascending order of ids, and then those that are missing.
struct OrderedReading: Sendable {
    let session: JiraSession

    /// A reference, and what was found for it.
    private struct Sighting: Sendable {
        var reference: IssueReference
        /// The issue; nil when it is missing.
        var issue: Issue?

        /// The issue's id; of a missing one that of no issue.
        var id: IssueID { issue?.id ?? IssueID(0) }
    }

    /// Hands the issues over to the sink; see ``JiraTracker/read(_:into:)``.
    func read<Sink: IssueSink>(
        _ references: [IssueReference],
        into sink: consuming Sink
    ) async throws -> Sink {
        guard !references.isEmpty else { return sink }
        let proof = try await session.proved()
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
        // Where an issue stands in the order of ids is known of a key only after it was read: so these come first.
        let named = try await sightings(of: keys)
        // Nothing is called missing before all were looked for, so that one proof after that is enough.
        var absent = named.filter { $0.issue == nil }.map(\.reference)
        var rest = named.filter { $0.issue != nil }.sorted { $0.id < $1.id }[...]
        let limits = session.configuration.limits
        let canGlimpse = proof.site.deployment == .dataCenter && sink.takesGlimpses
        for window in ids.sorted().runs(of: limits.readBatch * limits.readsAtOnce) {
            let known = canGlimpse ? try await glimpses(of: window, expectedBy: sink) : []
            let unsure = Set(window).subtracting(known.map(\.id)).sorted().map(IssueReference.id)
            let seen = try await sightings(of: unsure) + known
            for sighting in seen.sorted(by: { $0.reference.id < $1.reference.id }) {
                try Self.add(&rest, before: sighting.reference.id, to: &sink)
                if let issue = sighting.issue {
                    try sink.add(issue, askedAs: sighting.reference)
                } else {
                    absent.append(sighting.reference)
                }
            }
        }
        try Self.add(&rest, before: nil, to: &sink)
        if !absent.isEmpty { try await session.proveAgain() }
        for reference in absent { try sink.addMissing(reference) }
        return sink
    }

    /// Hands the first of the sightings over, up to an id; all of them for nil.
    private static func add<Sink: IssueSink>(
        _ rest: inout ArraySlice<Sighting>,
        before id: IssueID?,
        to sink: inout Sink
    ) throws {
        while let first = rest.first, let issue = first.issue, id.map({ issue.id < $0 }) ?? true {
            try sink.add(issue, askedAs: first.reference)
            rest.removeFirst()
        }
    }

    /// Returns the issues that a search shows as the sink expected them: these need no closer look.
    private func glimpses<Sink: IssueSink>(
        of ids: ArraySlice<IssueID>,
        expectedBy sink: Sink
    ) async throws -> [Sighting] {
        let glimpses = try await NamedSearch(session: session).glimpses(of: Array(ids))
        return glimpses.values.filter { sink.isExpected($0) }.map {
            Sighting(reference: .id($0.id), issue: $0)
        }
    }

    /// Looks at references, several calls at once, and returns what was found for each, in their order.
    private func sightings(of references: [IssueReference]) async throws -> [Sighting] {
        let parts = references.runs(of: await session.readBatch).map(Array.init)
        let limit = session.configuration.limits.readsAtOnce
        return try await parts.mapConcurrently(atOnce: limit) { part in
            try await look(at: part)
        }.flatMap { $0 }
    }

    /// Looks at references, and a second time at those that seem to be missing.
    private func look(at references: [IssueReference]) async throws -> [Sighting] {
        let fetcher = IssueFetcher(session: session)
        let decoder = try await session.decoder()
        let fields = decoder.requestedFields
        let first = try await fetcher.fetch(references, fields: fields, marker: true)
        var found: [IssueReference: JSON] = [:]
        for reference in references { found[reference] = first.issue(reference) }
        let absent = references.filter { found[$0] == nil }
        if !absent.isEmpty {
            try await session.pause(session.configuration.limits.secondLook)
            // A moved issue answers under its new key: only asking for one at a time tells which one it is.
            let groups = first.hasMore(than: references) ? absent.map { [$0] } : [absent]
            for group in groups {
                let second = try await fetcher.fetch(group, fields: fields, marker: true)
                for reference in group { found[reference] = second.issue(reference) }
                if group.count == 1, found[group[0]] == nil { found[group[0]] = second.issues.first?.value }
            }
        }
        return try references.map { reference in
            guard let json = found[reference] else { return Sighting(reference: reference) }
            guard let issue = decoder.issue(json) else { throw Problem.withoutStatus(reference.text) }
            return Sighting(reference: reference, issue: issue)
        }
    }
}

extension IssueReference {
    /// The id; of a key that of no issue.
    fileprivate var id: IssueID { if case .id(let id) = self { id } else { IssueID(0) } }
}
