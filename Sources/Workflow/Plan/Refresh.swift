public import Reconciliation

/// Reads both sides and compares them with the state.
public struct Refresh: Sendable {
    /// How thoroughly Jira is to be looked at.
    public enum Request: String, Hashable, Sendable, CaseIterable {
        /// Every link up to 1,000; beyond, what changed since the watermark.
        case auto
        /// Every link.
        case full
        /// Not at all, but for tickets of rows that changed.
        case none
    }

    /// Up to how many links every one is looked at without being asked to.
    public static let fullUpTo = 1_000
    /// How far before the watermark changes are asked for, since the search index lags: ten minutes, in milliseconds.
    static let overlap: Int64 = 600_000
    /// After how long everything is looked at again: a day, in milliseconds.
    static let fullEvery: Int64 = 86_400_000

    private let sides: Sides
    private var rows: any RowReader { sides.rows }
    private var issues: any IssueReader { sides.issues }
    private var settings: Settings { sides.rules }
    private var configuration: Digest { sides.configuration }
    private var report: EventSink { sides.report }

    /// Prepares a refresh.
    public init(_ sides: Sides) { self.sides = sides }

    /// What a refresh comes to.
    public struct Survey: Sendable {
        /// The plan.
        public var plan: Plan
        /// How far Jira was seen: the state's next watermark; nil when Jira does not tell the time.
        public var watermark: Watermark?
        /// The targets that the plan has nothing about.
        public var silent: [String] = []
    }

    /// Reads both sides and plans.
    ///
    /// - Parameters:
    ///   - stored: The committed state; nil for none yet.
    ///   - request: How thoroughly to look.
    ///   - targets: Row keys, paths and issues' keys that the plan is to be about; empty for all.
    /// - Returns: The plan, and how far Jira was seen.
    /// - Throws: A `Problem`.
    public func survey(
        _ stored: StoredState?,
        _ request: Request,
        about targets: [String] = []
    ) async throws -> Survey {
        let (site, scope) = try await sides.locate(boundTo: stored?.state.scope)
        let (phase, counts) = try await rowsRead(stored?.state)
        report(.began("Reading Jira"))
        let (seen, mode) = try await look(phase, stored?.state, at: site, as: request)
        report(.began("Comparing"))
        let binding = Binding(stored, scope: scope, configuration: configuration)
        let draft = try await draft(binding, of: seen)
        var plan = draft.plan(refresh: mode, rows: counts.rows, rowsWithDebt: counts.withDebt)
        let silent = targets.filter { plan.about([$0]).isSilent }
        if !targets.isEmpty { plan = plan.about(targets) }
        try await issues.foresee(&plan, report)
        let full = mode == .full ? site.time : stored?.state.watermark?.full ?? 0
        let changes = mode == .none ? stored?.state.watermark?.changes ?? 0 : site.time
        let watermark = site.time > 0 ? Watermark(changes: changes, full: full) : nil
        return Survey(plan: plan, watermark: watermark, silent: silent)
    }

    private func rowsRead(_ state: State?) async throws -> (IssuePhase, RowCounts) {
        report(.began("Reading the table"))
        let comparison = Comparison(state: state, settings: settings)
        let interest = comparison.interest
        let read = try await rows.read(into: ComparisonRows(comparison: comparison, interest: interest))
        return (read.sink.comparison.issuePhase(), read.counts)
    }

    /// Takes the issues that matter, and the rows again whose issues turned out to have changed.
    private func look(
        _ phase: consuming IssuePhase,
        _ state: State?,
        at site: JiraSite,
        as request: Request
    ) async throws -> (IssuePhase, RefreshMode) {
        guard request != .none else {
            let wanted = phase.wanted(everyLink: false)
            let references = wanted.ids.map(IssueReference.id) + wanted.keys.map(IssueReference.key)
            return (try await read(references, into: phase), .none)
        }
        var mode = Self.mode(request, state, now: site.time)
        var marked = try await issues.marked(
            since: mode == .full ? nil : state?.watermark.map { $0.changes - Self.overlap }
        )
        let links = state?.links ?? []
        let managed = links.indices.count { links[$0].kind == .managed }
        if mode == .changes, let total = marked.total, total < managed {
            mode = .full
            marked = try await issues.marked(since: nil)
        }
        let wanted = phase.wanted(everyLink: mode == .full)
        var ids = Set(wanted.ids)
        if mode == .changes { ids.formUnion(phase.known(marked.ids)) }
        ids.formUnion(phase.unknown(marked.ids))
        let references = ids.sorted().map(IssueReference.id) + wanted.keys.map(IssueReference.key)
        return (try await read(references, into: phase), mode)
    }

    /// Plans every row once, and those again about which Jira then has something new to say.
    private func draft(_ binding: Binding, of seen: consuming IssuePhase) async throws -> PlanDraft {
        var settled = (copy seen).settled()
        var draft = settled.draft(binding)
        if draft.isCreating, let more = try await lookBeyondIndex(seen) {
            settled = more.settled()
            draft = settled.draft(binding, reusing: draft)
        }
        return try await issues.checkReopened(in: draft, of: settled, binding)
    }

    /// Looks for issues that were created so lately that the search index does not know them: a run whose machine was lost
    /// may have left them.
    ///
    /// - Returns: The phase with them; nil when there are none.
    private func lookBeyondIndex(_ phase: IssuePhase) async throws -> IssuePhase? {
        let ids = phase.unknown(try await issues.unindexed())
        return ids.isEmpty ? nil : try await read(ids.map(IssueReference.id), into: phase)
    }

    private func read(
        _ references: [IssueReference],
        into phase: consuming IssuePhase
    ) async throws -> IssuePhase {
        guard !references.isEmpty else { return phase }
        var phase = try await issues.read(references, into: ComparisonIssues(phase: phase)).phase
        let again = phase.rowsWantedAgain
        if !again.isEmpty { for row in try await rows.rows(again) { phase.addAgain(row) } }
        return phase
    }

    private static func mode(_ request: Request, _ state: State?, now: Int64) -> RefreshMode {
        guard request == .auto, let state, state.links.count > fullUpTo, let mark = state.watermark else {
            return .full
        }
        return now - mark.full > fullEvery ? .full : .changes
    }
}

extension Plan {
    /// Whether there is nothing at all to tell.
    fileprivate var isSilent: Bool { isEmpty && conflicts.isEmpty && findings.isEmpty }
}
