import Reconciliation
import Snapshots
import Workflow

/// Makes a plan: from the two sides themselves, or from a snapshot of them.
struct PlanRun {
    /// The wishes of a caller.
    struct Options {
        /// The depth of the look at Jira.
        var request = Refresh.Request.auto
        /// The directory of a snapshot; nil for the sides themselves.
        var snapshot: String?
        /// The rows and issues that the plan is about; empty for all.
        var targets: [String] = []
        /// The acknowledgements that the plan carries.
        var allow: [String: Int] = [:]
    }

    /// A plan, the state it was made from, and how far it saw Jira.
    struct Result {
        var document: PlanDocument
        var stored: StoredState?
        var watermark: Watermark?
    }

    private let context: CommandContext
    private let options: Options

    init(_ context: CommandContext, _ options: Options = Options()) {
        self.context = context
        self.options = options
    }

    /// Plans with the ways to both sides that the configuration gives.
    func run() async throws -> Result {
        guard let snapshot = options.snapshot else {
            await RecoveryRun(context).warn()
            return try await run(try await context.adapters())
        }
        let directory = context.environment.absolute(snapshot)
        let header = try SnapshotHeader(reading: directory + "/snapshot.json")
        let rows = RowSnapshot(
            path: directory + "/rows.jsonl",
            header: header,
            schema: context.configuration.database.schema
        )
        let issues = IssueSnapshot(path: directory + "/issues.jsonl", header: header)
        return try await run(
            context.sides(rows, issues, over: context.repository(), naming: header.site.fieldIDs)
        )
    }

    /// Plans with ways to both sides that are open already.
    func run(_ adapters: Adapters) async throws -> Result { try await run(context.sides(adapters)) }

    private func run(_ sides: Sides) async throws -> Result {
        let stored = try await sides.repository.load()
        let survey = try await Refresh(sides).survey(stored, options.request, about: options.targets)
        for target in survey.silent {
            context.progress.report(.warning("The plan has nothing about \(target)"))
        }
        var plan = survey.plan
        plan.allow = options.allow
        let deployment = try await sides.issues.site().deployment
        return Result(
            document: context.document(plan, stored?.state, on: deployment),
            stored: stored,
            watermark: survey.watermark
        )
    }
}
