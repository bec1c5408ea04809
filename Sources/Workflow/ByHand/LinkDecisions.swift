public import Reconciliation

/// Records what people decide about rows and issues: a commit to the state, which the next plan acts on.
public struct LinkDecisions: Sendable {
    private let sides: Sides

    /// Prepares decisions.
    public init(_ sides: Sides) { self.sides = sides }

    /// A decision that was recorded.
    public struct Outcome: Hashable, Sendable {
        /// The decision, a line each: `row 2006 with CCS-9: take audit for summary`.
        public var lines: [String]
        /// The conflicts that were settled; none for `link` and `unlink`.
        public var settled: [Conflict]
        /// The commit.
        public var commit: String
    }

    /// Settles the conflicts of rows in favour of one side.
    ///
    /// - Parameters:
    ///   - names: Row keys or paths.
    ///   - field: The field in conflict, or `status`; nil for all.
    ///   - side: The side that is right.
    /// - Returns: The decision.
    /// - Throws: A `Problem`; then nothing was recorded.
    public func resolve(_ names: [String], field: String?, taking side: Taken) async throws -> Outcome {
        let start = try await begin()
        let snapshot = try await RowLookup(sides).look(at: names, start.stored?.state, withStrays: true)
        var resolutions: [(key: RowKey, resolution: ConflictResolution)] = []
        var decided: Set<RowKey> = []
        for (name, key) in zip(names, snapshot.keys) where decided.insert(key).inserted {
            do {
                let resolution = try snapshot.settled.resolution(
                    on: key,
                    field: field,
                    taking: side,
                    project: start.scope.project
                )
                resolutions.append((key, resolution))
            } catch {
                throw Problem.refusedResolution(error, of: name, field: field)
            }
        }
        var decision = Decision(start, snapshot, makeUUID: sides.makeUUID)
        for (key, resolution) in resolutions { decision.add(resolution, of: key, taking: side) }
        decision.state.links.sort()
        let count = decision.settled.count
        decision.subject = "take \(side.rawValue) in \(count) conflict\(count == 1 ? "" : "s")"
        return try await decision.record(in: sides.repository)
    }

    /// Links a row with an issue.
    ///
    /// - Parameters:
    ///   - name: The row's key or path.
    ///   - issueKey: The issue's key.
    ///   - isManaged: Whether the tool is to write the issue from now on.
    /// - Returns: The decision.
    /// - Throws: A `Problem`; then nothing was recorded.
    public func link(_ name: String, _ issueKey: String, isManaged: Bool) async throws -> Outcome {
        let start = try await begin()
        let snapshot = try await RowLookup(sides).look(
            at: [name],
            start.stored?.state,
            withStrays: start.stored == nil
        )
        guard let key = snapshot.keys.first, let row = snapshot.rows[key] else { throw Problem.noRow(name) }
        let found = try await sides.issues.read([.key(issueKey)], into: IssueGathering())
        guard let issue = found.issues.values.first else { throw Problem.noIssue(issueKey) }
        let new: Link
        do {
            new = try Linking(settings: sides.rules, links: start.stored?.state.links ?? [])
                .link(
                    row,
                    issue,
                    linkedAs: snapshot.settled.linkedKey(of: key),
                    isManaged: isManaged,
                    operation: sides.makeUUID
                )
        } catch {
            throw Problem.refusedLink(error)
        }
        var decision = Decision(start, snapshot, makeUUID: sides.makeUUID)
        decision.state.links.removeAll { $0.row == new.row && $0.issue == new.issue }
        decision.state.links.append(new)
        decision.state.links.sort()
        decision.lines = ["link \(Decision.line(row.key.text, row.path, issue.key)) \(new.kind.rawValue)"]
        decision.subject = "link row \(row.key) with \(issue.key)".firstLine
        return try await decision.record(in: sides.repository)
    }

    /// Parts a row from an issue; needs neither the table nor Jira.
    ///
    /// - Parameters:
    ///   - name: The row's key or path.
    ///   - issueKey: The issue's key; nil where the row has but one.
    ///   - repository: The repository that the state is committed to.
    /// - Returns: The decision.
    /// - Throws: A `Problem`; then nothing was recorded.
    public static func unlink(
        _ name: String,
        _ issueKey: String?,
        in repository: any StateRepository
    ) async throws -> Outcome {
        try await repository.lock()
        try await repository.checkWritable()
        guard let stored = try await repository.load() else { throw Problem.noLinks }
        var decision = Decision(stored)
        let parted: Link
        do {
            (decision.state.links, parted) = try Linking.unlink(name, issueKey, from: stored.state.links)
        } catch {
            throw Problem.refusedLink(error)
        }
        decision.lines = ["unlink \(Decision.line(parted.row.text, parted.path, parted.key))"]
        decision.subject = "unlink row \(parted.row) from \(parted.key)".firstLine
        return try await decision.record(in: repository)
    }
}

extension LinkDecisions {
    /// The beginning of every decision that looks at both sides.
    private func begin() async throws -> Decision.Start {
        try await sides.repository.lock()
        try await sides.repository.checkWritable()
        let stored = try await sides.repository.load()
        let scope = try await sides.locate(boundTo: stored?.state.scope).scope
        return Decision.Start(stored: stored, scope: scope)
    }
}

/// A decision on its way into the state.
private struct Decision {
    /// The state before it, and the scope of the run.
    struct Start {
        var stored: StoredState?
        var scope: Scope
    }

    /// The state with the decision; its serial is still the old one.
    var state: State
    private let stored: StoredState?
    /// The first line of the commit's message, without the tool's name.
    var subject = ""
    var lines: [String] = []
    var settled: [Conflict] = []

    /// Begins a decision about a state that exists.
    init(_ stored: StoredState) {
        self.stored = stored
        state = stored.state
    }

    /// Begins a decision about rows that were looked at; where there is no state, it makes one.
    init(_ start: Start, _ snapshot: RowLookup.Snapshot, makeUUID: () -> String) {
        stored = start.stored
        let lineage = snapshot.settled.lostLineage ?? makeUUID()
        state = start.stored?.state ?? State(lineage: lineage, serial: 0, scope: start.scope, links: [])
    }

    /// Adds the resolution of a row's conflicts.
    mutating func add(_ resolution: ConflictResolution, of key: RowKey, taking side: Taken) {
        let old = Set(resolution.links.map(\.issue))
        state.links.removeAll { link in
            link.row == key
                || (old.contains(link.issue)
                    && resolution.links.contains { $0.row == link.row && $0.issue == link.issue })
        }
        state.links += resolution.links
        settled += resolution.settled
        lines += resolution.settled.map { conflict in
            let (place, field) = (Self.line(key.text, resolution.path, conflict.issue), conflict.field)
            return "resolve \(place) take \(side.rawValue) for \(field)"
        }
    }

    /// Commits the state with the decision.
    func record(in repository: any StateRepository) async throws -> LinkDecisions.Outcome {
        var state = state
        state.serial += 1
        let message = CommitMessage(
            subject: "audit-jira: \(subject)",
            body: lines,
            trailers: [CommitMessage.Trailer("Audit-Jira-Serial", "\(state.serial)")]
        )
        let commit = try await repository.commit(state, over: stored, message: message)
        return LinkDecisions.Outcome(lines: lines, settled: settled, commit: commit)
    }

    /// Returns texts on one line.
    static func line(_ parts: String...) -> String {
        parts.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.joined(separator: " ")
    }
}
