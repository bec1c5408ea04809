public import Reconciliation

/// Makes the state anew from the markers in Jira.
public struct Rebuild: Sendable {
    private let sides: Sides
    private var rows: any RowReader { sides.rows }
    private var issues: any IssueReader { sides.issues }
    private var repository: any StateRepository { sides.repository }
    private var settings: Settings { sides.rules }
    private var report: EventSink { sides.report }

    /// Prepares a rebuild.
    public init(_ sides: Sides) { self.sides = sides }

    /// A state that was made anew and is not committed yet.
    public struct Draft: Sendable {
        /// The state.
        public var state: State
        /// The readable part of the old state; nil for none.
        public var old: StateRemains?
        /// The number of managed links: their issues carry the marker.
        public var adopted: Int
        /// The number of followed links: rows name their issues.
        public var followed: Int
        /// The conflicts that only the old state could have settled; the next plan shows them.
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
        let scope = try await sides.locate(boundTo: nil).scope
        let lineage: String
        if let known = wanted ?? old?.lineage {
            lineage = known
        } else {
            lineage = try await onlyLineage() ?? sides.makeUUID()
        }
        let empty = State(lineage: lineage, serial: old?.serial ?? 0, scope: scope)
        report(.began("Reading the table"))
        let (phase, counts) = try await rowsRead(empty)
        report(.began("Reading Jira"))
        return draft(
            of: try await issuesRead(phase).settled(),
            over: empty,
            replacing: old,
            counts: counts
        )
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
        of settled: Settled,
        over empty: State,
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
            let isState = !action.changesSides && action.operation != .forget
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
        throw Problem.severalLineages(counts)
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
