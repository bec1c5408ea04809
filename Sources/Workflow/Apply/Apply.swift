public import Reconciliation

/// Carries out an approved plan: exactly that, and nothing that is no longer true.
public struct Apply: Sendable {
    /// What a caller may ask of an apply.
    public struct Options: Sendable {
        /// Refuse the whole plan when one action is stale, instead of skipping it.
        public var isStrict = false
        /// Acknowledgements given beside those in the plan.
        public var allow: [String: Int] = [:]
        /// How far the plan had seen Jira; nil for a saved plan, which does not tell.
        public var watermark: Watermark?
        /// Whether the plan was made just now, under the lock, so that no other run can have created its issues since.
        public var isFresh = false
        /// What an interrupted run of the same plan had done; it is not done again.
        public var earlier: [ActionResult] = []

        /// Makes the default options.
        public init() {}
    }

    let table: any RowTable
    let tracker: any IssueTracker
    let journal: any RunJournal
    let guards: Guards
    let sides: Sides

    /// Prepares an apply.
    ///
    /// - Parameters:
    ///   - sides: The context.
    ///   - table: The table of the context, which is written.
    ///   - tracker: The Jira of the context, which is written.
    ///   - journal: Where the run notes what it is about to write.
    ///   - guards: The limits.
    public init(
        _ sides: Sides,
        writing table: any RowTable,
        and tracker: any IssueTracker,
        journal: any RunJournal,
        guards: Guards
    ) {
        self.sides = sides
        self.table = table
        self.tracker = tracker
        self.journal = journal
        self.guards = guards
    }

    /// Carries out a plan.
    ///
    /// - Parameters:
    ///   - document: The approved plan.
    ///   - stored: The committed state; nil for none yet.
    ///   - options: What the caller asks for.
    /// - Returns: What became of every action.
    /// - Throws: A `Problem` when nothing was written, or when the state could not be committed.
    public func run(
        _ document: PlanDocument,
        _ stored: StoredState?,
        _ options: Options
    ) async throws -> ApplyReport {
        var plan = document.plan
        try check(plan, against: stored)
        try check(guards.refusals(of: plan, allowing: options.allow))
        let earlier = options.earlier + adopted(by: plan, stored)
        let settled = Set(earlier.map(\.action))
        plan.actions.removeAll(where: settled.contains)
        guard !plan.isEmpty else {
            return ApplyReport(
                results: earlier,
                commit: nil,
                serial: stored?.state.serial ?? 0,
                remaining: [],
                conflicts: plan.conflicts.count
            )
        }
        try await repository.checkWritable()
        let written = plan.actions.flatMap(\.changes).filter { $0.side == .row }.map(\.field)
        if !written.isEmpty { try await table.checkWritable(Set(written)) }
        let scope = try await sides.locate(boundTo: plan.binding.scope).scope
        self.report(.began("Looking again at what the plan touches"))
        var before = try await look(at: plan, stored?.state)
        if !options.isFresh { before.claims = try await claims(on: plan, before, stored) }
        var run = ApplyRun(plan: plan, stored: stored, before: before, settings: settings)
        if options.isStrict, let stale = run.results.values.first(where: { !$0.isDone }) {
            throw Problem.actionsAreStale(
                run.results.values.count { !$0.isDone },
                first: stale.action
            )
        }
        let lineage = stored?.state.lineage ?? run.adoptedLineage ?? plan.binding.lost ?? makeUUID()
        try await begin(run, document, lineage: lineage, serial: stored?.state.serial ?? 0)
        try await writeIssues(&run, lineage: lineage)
        // What was done is recorded, interrupted or not: a task of its own is not cancelled.
        let done = run
        var report = try await Task {
            var run = done
            await writeRows(&run)
            run.keepUnreplacedLinks()
            let report = try await finish(run, document, stored, options, scope: scope, lineage: lineage)
            await end(run)
            return report
        }.value
        report.results = earlier + report.results
        return report
    }

    private func check(_ plan: Plan, against stored: StoredState?) throws(Problem) {
        guard plan.binding.configuration == configuration else {
            throw .configurationChanged
        }
        guard let lineage = plan.binding.lineage else { return }
        guard let stored, stored.state.lineage == lineage else {
            throw .planOfAnotherState(lineage)
        }
    }

    private func check(_ refusals: [GuardRefusal]) throws(Problem) {
        guard !refusals.isEmpty else { return }
        throw .refused(refusals)
    }

    /// Reads the rows and issues that a plan touches.
    func look(at plan: Plan, _ state: State?) async throws -> AffectedSides {
        var touched = AffectedSides()
        for row in try await table.rows(AffectedSides.rowKeys(of: plan)) { touched.rows[row.key] = row }
        let ids = AffectedSides.issueIDs(of: plan, state)
        guard !ids.isEmpty else { return touched }
        let found = try await tracker.read(ids.map(IssueReference.id), into: IssueGathering())
        touched.issues = found.issues
        touched.missing = found.missing
        return touched
    }
}

extension Apply {
    var repository: any StateRepository { sides.repository }
    var settings: Settings { sides.rules }
    var configuration: Digest { sides.configuration }
    var digester: Digester { settings.digester }
    var makeUUID: @Sendable () -> String { sides.makeUUID }
    var now: @Sendable () -> Int64 { sides.clock }
    var report: EventSink { sides.report }
}
