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
        over stored: StoredState?,
        options: Options
    ) async throws -> ApplyReport {
        var plan = document.plan
        try check(plan, against: stored)
        try check(guards.refusals(of: plan, allowing: options.allow))
        let earlier =
            options.earlier + ExistingIssues(context: context, plan: plan, stored: stored).adopted
        let settled = Set(earlier.map(\.action.withoutReason))
        plan.actions.removeAll { settled.contains($0.withoutReason) }
        guard !plan.isEmpty else {
            return ApplyReport(
                results: earlier,
                commit: nil,
                serial: stored?.state.serial ?? 0,
                remaining: [],
                conflicts: plan.conflicts.count
            )
        }
        let scope = try await prove(plan)
        let run = try await begin(plan, over: stored, options)
        let lineage = stored?.state.lineage ?? run.adoptedLineage ?? plan.binding.lost ?? makeUUID()
        let finish = RunFinish(
            context: context,
            document: document,
            stored: stored,
            scope: scope,
            lineage: lineage,
            watermark: options.watermark
        )
        var report = try await write(run, finish)
        report.results = earlier + report.results
        return report
    }

    /// Finishes a run that a crash cut short, as far as it came: finds out what reached either side, and commits it.
    ///
    /// - Returns: What was found; nil when the last run finished.
    /// - Throws: A `Problem` when that cannot be found out now; the journal stays then.
    @discardableResult
    public func recover() async throws -> RecoveryReport? {
        try await RunRecovery(context: context).recover()
    }

    /// Waits until the creates of an interrupted run that were not answered can be seen, or never will; for a command that
    /// makes the state anew from what Jira has.
    public func awaitCreates() async throws { try await RunRecovery(context: context).awaitCreates() }

    /// Returns how many issues an apply looks at again before it writes.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - state: The committed state; nil for none yet.
    /// - Returns: The number of issues.
    public static func issueCount(of plan: Plan, _ state: State?) -> Int {
        AffectedSides.issueIDs(of: plan, state).count
    }
}

extension Apply {
    /// The parts that every step shares.
    private var context: ApplyContext {
        ApplyContext(
            table: table,
            tracker: tracker,
            repository: repository,
            journal: ApplyJournal(journal: journal, now: now, report: report),
            settings: settings,
            configuration: configuration,
            digester: digester,
            makeUUID: makeUUID,
            now: now,
            report: report
        )
    }

    /// Makes sure that everything can be written, and that both sides are those of the plan; returns what they are.
    private func prove(_ plan: Plan) async throws -> Scope {
        try await repository.checkWritable()
        let written = plan.actions.flatMap(\.rowSteps).map(\.column)
        if !written.isEmpty { try await table.checkWritable(Set(written)) }
        return try await sides.locate(boundTo: plan.binding.scope).scope
    }

    /// Looks again at what a plan touches, and leaves out what is no longer true.
    private func begin(
        _ plan: Plan,
        over stored: StoredState?,
        _ options: Options
    ) async throws -> ApplyRun {
        report(.began("Looking again at what the plan touches"))
        var before = try await context.look(at: plan, stored?.state)
        if !options.isFresh {
            let existing = ExistingIssues(context: context, plan: plan, stored: stored)
            before.claims = try await existing.claims(before)
        }
        let run = ApplyRun(plan: plan, stored: stored, before: before, settings: settings)
        if options.isStrict, let stale = run.results.values.first(where: { !$0.isDone }) {
            throw Problem.actionsAreStale(
                run.results.values.count { !$0.isDone },
                first: stale.action
            )
        }
        return run
    }

    /// Writes both sides, and finishes the run.
    private func write(_ begun: ApplyRun, _ finish: RunFinish) async throws -> ApplyReport {
        let context = context
        var run = begun
        try await context.journal.begin(
            run,
            of: finish.document,
            lineage: finish.lineage,
            serial: finish.stored?.state.serial ?? 0
        )
        try await IssueWrites(context: context, lineage: finish.lineage).write(&run)
        // What was done is recorded, interrupted or not: a task of its own is not cancelled.
        let done = run
        return try await Task {
            var run = done
            await RowWrites(context: context).write(&run)
            run.keepUnreplacedLinks()
            let report = try await finish.finish(run)
            await context.journal.end(run)
            return report
        }.value
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

extension Action {
    /// The action without its reason: a plan that was read has it in words.
    fileprivate var withoutReason: Action {
        var action = self
        action.reason = .other("")
        return action
    }
}
