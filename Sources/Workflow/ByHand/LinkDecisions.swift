public import Reconciliation

/// Records what people decide about rows and issues: a commit to the state, which the next plan acts on.
public struct LinkDecisions: Sendable {
    private let rows: any RowReader
    private let issues: any IssueReader
    private let repository: any StateRepository
    private let settings: Settings
    private let makeUUID: @Sendable () -> String
    private let report: EventSink

    /// Prepares decisions.
    ///
    /// - Parameters:
    ///   - rows: The table.
    ///   - issues: Jira.
    ///   - repository: Where the state is committed.
    ///   - settings: The settings of the comparison.
    ///   - makeUUID: Makes a new UUID in lower case at each call.
    ///   - report: Where progress goes.
    public init(
        rows: any RowReader,
        issues: any IssueReader,
        repository: any StateRepository,
        settings: Settings,
        makeUUID: @escaping @Sendable () -> String,
        report: @escaping EventSink
    ) {
        self.rows = rows
        self.issues = issues
        self.repository = repository
        self.settings = settings
        self.makeUUID = makeUUID
        self.report = report
    }

    /// What a decision came to.
    public struct Outcome: Hashable, Sendable {
        /// What was decided, a line each: `row 2006 with CCS-9: take audit for summary`.
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
    /// - Returns: What was decided.
    /// - Throws: A `Problem`; then nothing was recorded.
    public func resolve(_ names: [String], field: String?, taking side: Taken) async throws -> Outcome {
        let start = try await begin()
        let seen = try await start.lookup.look(at: names, start.stored?.state, withStrays: true)
        var links = start.stored?.state.links ?? []
        var lines: [String] = []
        var settled: [Conflict] = []
        var decided: Set<RowKey> = []
        for (name, key) in zip(names, seen.keys) where decided.insert(key).inserted {
            let resolution: ConflictResolution
            do {
                resolution = try seen.settled.resolution(
                    on: key,
                    field: field,
                    taking: side,
                    project: start.scope.project
                )
            } catch {
                throw Self.problem(error, name, field)
            }
            let old = Set(resolution.links.map(\.issue))
            links.removeAll { link in
                link.row == key
                    || (old.contains(link.issue)
                        && resolution.links.contains { $0.row == link.row && $0.issue == link.issue })
            }
            links += resolution.links
            settled += resolution.settled
            lines += resolution.settled.map { conflict in
                "resolve \(Self.line(key.text, resolution.path, conflict.issue)) take \(side.rawValue) for \(conflict.field)"
            }
        }
        let subject = "take \(side.rawValue) in \(settled.count) conflict\(settled.count == 1 ? "" : "s")"
        return try await commit(links.sorted(), start, seen, subject, lines, settled)
    }

    /// Links a row with an issue.
    ///
    /// - Parameters:
    ///   - name: The row's key or path.
    ///   - issueKey: The issue's key.
    ///   - isManaged: Whether the tool is to write the issue from now on.
    /// - Returns: What was decided.
    /// - Throws: A `Problem`; then nothing was recorded.
    public func link(_ name: String, _ issueKey: String, isManaged: Bool) async throws -> Outcome {
        let start = try await begin()
        let seen = try await start.lookup.look(
            at: [name],
            start.stored?.state,
            withStrays: start.stored == nil
        )
        guard let key = seen.keys.first, let row = seen.rows[key] else {
            throw Problem(
                .failure,
                "There is no row \(name) in the table",
                hint: "Name a row by its key or its path"
            )
        }
        let found = try await issues.read([.key(issueKey)], into: IssueGathering())
        guard let issue = found.issues.values.first else {
            throw Problem(
                .failure,
                "There is no issue \(issueKey), or this account may not see it",
                hint: "Give the key as Jira shows it, such as CCS-9"
            )
        }
        let all = start.stored?.state.links ?? []
        let new: Link
        do {
            new = try Linking(settings: settings, links: all)
                .link(
                    row,
                    issue,
                    linkedAs: seen.settled.linkedKey(of: key),
                    isManaged: isManaged,
                    operation: makeUUID
                )
        } catch {
            throw Problem(.failure, error.text, hint: error.hint)
        }
        let links = all.filter { $0.row != new.row || $0.issue != new.issue } + [new]
        let lines = ["link \(Self.line(row.key.text, row.path, issue.key)) \(new.kind.rawValue)"]
        let subject = "link row \(row.key) with \(issue.key)".firstLine
        return try await commit(links.sorted(), start, seen, subject, lines, [])
    }

    /// Parts a row from an issue; needs neither the table nor Jira.
    ///
    /// - Parameters:
    ///   - name: The row's key or path.
    ///   - issueKey: The issue's key; nil where the row has but one.
    ///   - repository: Where the state is committed.
    /// - Returns: What was decided.
    /// - Throws: A `Problem`; then nothing was recorded.
    public static func unlink(
        _ name: String,
        _ issueKey: String?,
        in repository: any StateRepository
    ) async throws -> Outcome {
        try await repository.lock()
        try await repository.checkWritable()
        guard let stored = try await repository.load() else {
            throw Problem(.failure, "There is no state yet, and so no link", hint: "Run audit-jira plan")
        }
        let links: [Link]
        let parted: Link
        do {
            (links, parted) = try Linking.unlink(name, issueKey, from: stored.state.links)
        } catch {
            throw Problem(.failure, error.text, hint: error.hint)
        }
        let lines = ["unlink \(line(parted.row.text, parted.path, parted.key))"]
        let subject = "unlink row \(parted.row) from \(parted.key)".firstLine
        return try await record(links, stored.state, stored, subject, lines, [], in: repository)
    }
}

extension LinkDecisions {
    /// What every decision begins with.
    private struct Start {
        var stored: StoredState?
        var scope: Scope
        var lookup: RowLookup
    }

    private func begin() async throws -> Start {
        try await repository.lock()
        try await repository.checkWritable()
        let stored = try await repository.load()
        report(.began("Asking Jira who and where"))
        let site = try await issues.site()
        let scope = Scope(site, table: try await rows.identity())
        if let stored { try Refresh.check(stored.state.scope, against: scope) }
        let lookup = RowLookup(rows: rows, issues: issues, settings: settings, report: report)
        return Start(stored: stored, scope: scope, lookup: lookup)
    }

    private func commit(
        _ links: [Link],
        _ start: Start,
        _ seen: RowLookup.Seen,
        _ subject: String,
        _ lines: [String],
        _ settled: [Conflict]
    ) async throws -> Outcome {
        let lineage = seen.settled.lostLineage ?? makeUUID()
        let state =
            start.stored?.state ?? State(lineage: lineage, serial: 0, scope: start.scope, links: [])
        return try await Self.record(links, state, start.stored, subject, lines, settled, in: repository)
    }

    private static func record(
        _ links: [Link],
        _ state: State,
        _ stored: StoredState?,
        _ subject: String,
        _ lines: [String],
        _ settled: [Conflict],
        in repository: any StateRepository
    ) async throws -> Outcome {
        var state = state
        state.links = links
        state.serial += 1
        let message = CommitMessage(
            subject: "audit-jira: \(subject)",
            body: lines,
            trailers: [CommitMessage.Trailer("Audit-Jira-Serial", "\(state.serial)")]
        )
        let commit = try await repository.commit(state, over: stored, message: message)
        return Outcome(lines: lines, settled: settled, commit: commit)
    }

    private static func line(_ parts: String...) -> String {
        parts.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.joined(separator: " ")
    }

    private static func problem(_ fault: ResolutionFault, _ name: String, _ field: String?) -> Problem {
        switch fault {
        case .renumbered:
            Problem(
                .failure,
                "Row \(name) has the key of another row, and no side can be taken in that",
                hint: "Give every row its old key back, then plan again"
            )
        case .noConflict(let fields) where fields.isEmpty:
            Problem(
                .failure,
                "Row \(name) has no conflict",
                hint: "See audit-jira plan --target \(name.shellQuoted)"
            )
        case .noConflict(let fields):
            Problem(
                .failure,
                "Row \(name) has no conflict over \(field ?? "it")",
                hint: "It has one over \(fields.joined(separator: ", "))"
            )
        }
    }
}
