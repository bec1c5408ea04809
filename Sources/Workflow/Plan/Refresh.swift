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
        report(.began("Reading the table"))
        var comparison = Comparison(state: stored?.state, settings: settings)
        let interest = comparison.interest
        let read = try await rows.read(into: ComparisonRows(comparison: comparison, interest: interest))
        comparison = read.sink.comparison
        report(.began("Reading Jira"))
        let mode = try await look(&comparison, stored?.state, request, site)
        try await lookAgain(&comparison)
        report(.began("Comparing"))
        let binding = Binding(
            lineage: stored?.state.lineage,
            serial: stored?.state.serial ?? 0,
            state: stored?.object,
            scope: scope,
            configuration: configuration
        )
        let counts = read.counts
        var plan = comparison.plan(
            binding: binding,
            refresh: mode,
            rows: counts.rows,
            rowsWithDebt: counts.withDebt
        )
        if plan.actions.contains(where: { $0.operation == .create }), try await lookBeyondIndex(&comparison) {
            plan = comparison.plan(
                binding: binding,
                refresh: mode,
                rows: counts.rows,
                rowsWithDebt: counts.withDebt
            )
        }
        let reopened = plan.actions.lazy.filter { $0.operation == .reopen }.compactMap(\.issue)
        comparison.deadEnds = reopened.isEmpty ? [] : try await issues.deadEnds(among: Set(reopened).sorted())
        if !comparison.deadEnds.isEmpty {
            plan = comparison.plan(
                binding: binding,
                refresh: mode,
                rows: counts.rows,
                rowsWithDebt: counts.withDebt
            )
        }
        let silent = targets.filter { plan.about([$0]).isSilent }
        if !targets.isEmpty { plan = plan.about(targets) }
        try await issues.foresee(&plan, report)
        let full = mode == .full ? site.time : stored?.state.watermark?.full ?? 0
        let seen = mode == .none ? stored?.state.watermark?.changes ?? 0 : site.time
        let watermark = site.time > 0 ? Watermark(changes: seen, full: full) : nil
        return Survey(plan: plan, watermark: watermark, silent: silent)
    }

    private func look(
        _ comparison: inout Comparison,
        _ state: State?,
        _ request: Request,
        _ site: JiraSite
    ) async throws -> RefreshMode {
        guard request != .none else {
            let wanted = comparison.wanted(everyLink: false)
            try await read(
                wanted.ids.map(IssueReference.id) + wanted.keys.map(IssueReference.key),
                into: &comparison
            )
            return .none
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
        let wanted = comparison.wanted(everyLink: mode == .full)
        var ids = Set(wanted.ids)
        if mode == .changes { ids.formUnion(comparison.known(marked.ids)) }
        ids.formUnion(comparison.unknown(marked.ids))
        try await read(
            ids.sorted().map(IssueReference.id) + wanted.keys.map(IssueReference.key),
            into: &comparison
        )
        return mode
    }

    /// Takes the rows again whose issues turned out to have changed.
    private func lookAgain(_ comparison: inout Comparison) async throws {
        let again = comparison.rowsWantedAgain
        if !again.isEmpty { for row in try await rows.rows(again) { comparison.addAgain(row) } }
    }

    /// Looks for issues that were created so lately that the search index does not know them, and returns whether there are
    /// any: a run whose machine was lost may have left them.
    private func lookBeyondIndex(_ comparison: inout Comparison) async throws -> Bool {
        let ids = comparison.unknown(try await issues.unindexed())
        guard !ids.isEmpty else { return false }
        try await read(ids.map(IssueReference.id), into: &comparison)
        try await lookAgain(&comparison)
        return true
    }

    private func read(_ references: [IssueReference], into comparison: inout Comparison) async throws {
        guard !references.isEmpty else { return }
        comparison = try await issues.read(references, into: ComparisonIssues(comparison: comparison))
            .comparison
    }

    private static func mode(_ request: Request, _ state: State?, now: Int64) -> RefreshMode {
        guard request == .auto, let state, state.links.count > fullUpTo, let mark = state.watermark else {
            return .full
        }
        return now - mark.full > fullEvery ? .full : .changes
    }
}

/// Feeds rows into a comparison.
struct ComparisonRows: RowSink {
    var comparison: Comparison
    let interest: RowInterest

    mutating func add(_ row: Row) throws {
        do {
            try comparison.add(row)
        } catch {
            throw Problem.duplicateKey(error.key)
        }
    }
}

/// Feeds issues into a comparison.
struct ComparisonIssues: IssueSink {
    var comparison: Comparison

    mutating func add(_ issue: Issue, askedAs reference: IssueReference) {
        switch reference {
        case .id: comparison.add(issue)
        case .key(let key): comparison.add(issue, listedAs: key)
        }
    }

    var takesGlimpses: Bool { true }

    func isExpected(_ glimpse: Issue) -> Bool { comparison.isAsLinked(glimpse) }

    mutating func addMissing(_ reference: IssueReference) {
        switch reference {
        case .id(let id): comparison.addMissing(id)
        case .key(let key): comparison.addMissing(key: key)
        }
    }
}

extension Plan {
    /// Whether there is nothing at all to tell.
    fileprivate var isSilent: Bool { isEmpty && conflicts.isEmpty && findings.isEmpty }
}
