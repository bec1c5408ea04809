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
    let repository: any StateRepository
    let journal: any RunJournal
    let settings: Settings
    let guards: Guards
    let configuration: Digest
    let digester: Digester
    let makeUUID: @Sendable () -> String
    let now: @Sendable () -> Int64
    let report: EventSink

    /// Prepares an apply.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - tracker: Jira.
    ///   - repository: Where the state is committed.
    ///   - journal: Where the run notes what it is about to write.
    ///   - settings: The settings of the comparison.
    ///   - guards: The limits.
    ///   - configuration: The digest of all settings that a plan depends on.
    ///   - digester: SHA-256.
    ///   - makeUUID: Makes a new UUID in lower case at each call.
    ///   - now: Returns the time, in milliseconds since 1970.
    ///   - report: Where progress goes.
    public init(
        table: any RowTable,
        tracker: any IssueTracker,
        repository: any StateRepository,
        journal: any RunJournal,
        settings: Settings,
        guards: Guards,
        configuration: Digest,
        digester: Digester,
        makeUUID: @escaping @Sendable () -> String,
        now: @escaping @Sendable () -> Int64,
        report: @escaping EventSink
    ) {
        self.table = table
        self.tracker = tracker
        self.repository = repository
        self.journal = journal
        self.settings = settings
        self.guards = guards
        self.configuration = configuration
        self.digester = digester
        self.makeUUID = makeUUID
        self.now = now
        self.report = report
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
        let written = plan.actions.flatMap(\.rowSteps).map(\.column)
        if !written.isEmpty { try await table.checkWritable(Set(written)) }
        self.report(.began("Asking Jira who and where"))
        let site = try await tracker.site()
        let scope = Scope(site, table: try await table.identity())
        try Refresh.check(plan.binding.scope, against: scope)
        self.report(.began("Looking again at what the plan touches"))
        var before = try await look(at: plan, stored?.state)
        if !options.isFresh { before.claims = try await claims(on: plan, before, stored) }
        var run = ApplyRun(plan: plan, stored: stored, before: before, settings: settings)
        if options.isStrict, let stale = run.results.values.first(where: { !$0.isDone }) {
            throw Problem(
                .stale,
                "\(run.results.values.filter { !$0.isDone }.count) actions are no longer true; the first is "
                    + "\(stale.action.operation.rawValue) of row \(stale.action.row)",
                hint: "Plan again, or apply without --strict to skip what is stale"
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
            throw Problem(
                .stale,
                "The configuration changed since the plan was made",
                hint: "Plan again, and review the new plan"
            )
        }
        guard let lineage = plan.binding.lineage else { return }
        guard let stored, stored.state.lineage == lineage else {
            throw Problem(
                .stale,
                "The plan was made for another state (lineage \(lineage))",
                hint: "Plan again in this repository, and review the new plan"
            )
        }
    }

    private func check(_ refusals: [Refusal]) throws(Problem) {
        guard !refusals.isEmpty else { return }
        let lines = refusals.map { "\($0.name): \($0.count); measured \($0.measured), limit \($0.limit)" }
        throw Problem(
            .guarded,
            "A guard refuses this plan. " + lines.joined(separator: ". "),
            hint: "If this is what you want, plan again with \(refusals.map(\.option).joined(separator: " "))"
        )
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
