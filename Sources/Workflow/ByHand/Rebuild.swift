public import Reconciliation

/// Makes the state anew from the markers in Jira.
public struct Rebuild: Sendable {
    private let rows: any RowReader
    private let issues: any IssueReader
    private let repository: any StateRepository
    private let settings: Settings
    private let makeUUID: @Sendable () -> String
    private let report: EventSink

    /// Prepares a rebuild.
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

    /// A state that was made anew and is not committed yet.
    public struct Draft: Sendable {
        /// The state.
        public var state: State
        /// What is left of the old one; nil for nothing.
        public var old: StateRemains?
        /// How many links are managed: their issues carry the marker.
        public var adopted: Int
        /// How many links are followed: rows name their issues.
        public var followed: Int
        /// What could not be decided without the old state; the next plan shows it.
        public var conflicts: [Conflict]
    }

    /// Makes the state anew, and commits nothing.
    ///
    /// Of each row's issues the state takes what both sides are now for what they agreed on, as far as they do agree. Where
    /// they do not, the next plan shows it: as a change where it is one for sure, else as a conflict.
    ///
    /// - Parameter wanted: The UUID of the state whose markers count; nil for the old state's or, without one, the only one
    ///   that the markers name.
    /// - Returns: The state.
    /// - Throws: A `Problem`.
    public func draft(lineage wanted: String?) async throws -> Draft {
        try await repository.lock()
        try await repository.checkWritable()
        let old = try await repository.remains()
        report(.began("Asking Jira who and where"))
        let site = try await issues.site()
        let scope = Scope(site, table: try await rows.identity())
        let lineage: String
        if let known = wanted ?? old?.lineage {
            lineage = known
        } else {
            lineage = try await onlyLineage() ?? makeUUID()
        }
        let empty = State(lineage: lineage, serial: old?.serial ?? 0, scope: scope)
        report(.began("Reading the table"))
        let (phase, counts) = try await rowsRead(empty)
        report(.began("Reading Jira"))
        return draft(try await issuesRead(phase).settled(), empty, replacing: old, counts: counts)
    }

    private func rowsRead(_ empty: State) async throws -> (IssuePhase, RowCounts) {
        let comparison = Comparison(state: empty, settings: settings, isRebuild: true)
        let interest = comparison.interest
        let read = try await rows.read(into: ComparisonRows(comparison: comparison, interest: interest))
        return (read.sink.comparison.issuePhase(), read.counts)
    }

    private func issuesRead(_ phase: IssuePhase) async throws -> IssuePhase {
        let marked = try await issues.marked(since: nil).ids + issues.unindexed()
        let references =
            Set(marked).sorted().map(IssueReference.id)
            + phase.wanted(everyLink: true).keys.map(IssueReference.key)
        guard !references.isEmpty else { return phase }
        var phase = try await issues.read(references, into: ComparisonIssues(phase: phase)).phase
        let again = phase.rowsWantedAgain
        if !again.isEmpty { for row in try await rows.rows(again) { phase.addAgain(row) } }
        return phase
    }

    private func draft(
        _ settled: Settled,
        _ empty: State,
        replacing old: StateRemains?,
        counts: RowCounts
    ) -> Draft {
        let binding = Binding(
            lineage: empty.lineage,
            serial: empty.serial,
            state: nil,
            scope: empty.scope,
            configuration: settings.mapping.digest
        )
        let plan = settled.plan(
            binding: binding,
            refresh: .full,
            rows: counts.rows,
            rowsWithDebt: counts.withDebt
        )
        let linking: Set<Operation> = [.adopt, .follow]
        let results = plan.actions.compactMap { action -> ActionResult? in
            let isLinking = linking.contains(action.operation) && settled.rows[action.row] != nil
            let isState = action.changes.allSatisfy { $0.side == .state } && action.operation != .forget
            guard isLinking || isState else { return nil }
            return ActionResult(action: action, ending: .done, key: action.key)
        }
        var seen = AffectedSides()
        seen.rows = settled.rows
        seen.issues = settled.issues
        var state = empty
        state.serial += 1
        state.links = NextState(settings: settings, after: seen, operations: [:]).links(
            from: [],
            results: results,
            created: [:],
            unsettled: Set(plan.conflicts.map(\.row))
        )
        return Draft(
            state: state,
            old: old,
            adopted: state.links.count { $0.kind == .managed },
            followed: state.links.count { $0.kind == .followed },
            conflicts: plan.conflicts
        )
    }

    /// The lineage that all markers name; nil when there are none.
    private func onlyLineage() async throws -> String? {
        let ids = Set(try await issues.marked(since: nil).ids + issues.unindexed()).sorted()
        guard !ids.isEmpty else { return nil }
        let found = try await issues.read(ids.map(IssueReference.id), into: IssueGathering())
        var counts: [String: Int] = [:]
        for issue in found.issues.values {
            if let marker = issue.marker { counts[marker.lineage, default: 0] += 1 }
        }
        guard counts.count > 1 else { return counts.keys.first }
        let names = counts.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(
            separator: ", "
        )
        throw Problem(
            .failure,
            "The issues were created by several states: \(names)",
            hint: "Name the one to rebuild: --lineage UUID"
        )
    }

    /// Commits a state that was made anew.
    ///
    /// - Parameter draft: The state.
    /// - Returns: The commit's id.
    /// - Throws: A `Problem`.
    public func commit(_ draft: Draft) async throws -> String {
        let message = CommitMessage(
            subject: "audit-jira: state rebuilt, \(draft.adopted) managed, \(draft.followed) followed",
            body: [],
            trailers: [CommitMessage.Trailer("Audit-Jira-Serial", "\(draft.state.serial)")]
        )
        return try await repository.replace(with: draft.state, message: message)
    }
}
