import Reconciliation
import Snapshots
import Workflow

/// Makes a plan: from the two sides themselves, or from a snapshot of them.
struct PlanRun {
    /// A plan, the state it was made from, and how far it saw Jira.
    struct Result {
        var document: PlanDocument
        var stored: StoredState?
        var watermark: Watermark?
    }

    private let place: CommandContext
    private let request: Refresh.Request
    private let snapshot: String?
    private let targets: [String]
    private let allow: [String: Int]

    init(
        _ place: CommandContext,
        _ request: Refresh.Request = .auto,
        _ snapshot: String? = nil,
        _ targets: [String] = [],
        _ allow: [String: Int] = [:]
    ) {
        self.place = place
        self.request = request
        self.snapshot = snapshot
        self.targets = targets
        self.allow = allow
    }

    /// Plans with the ways to both sides that the configuration gives.
    func run() async throws -> Result {
        guard let snapshot else {
            await place.warnOfInterruption()
            return try await run(try await place.adapters())
        }
        let directory = place.environment.absolute(snapshot)
        let header = try SnapshotHeader(reading: directory + "/snapshot.json")
        let rows = RowSnapshot(
            path: directory + "/rows.jsonl",
            header: header,
            schema: place.configuration.database.schema
        )
        let issues = IssueSnapshot(path: directory + "/issues.jsonl", header: header)
        return try await run(
            rows,
            issues,
            over: try await place.repository().load(),
            naming: header.site.fieldIDs
        )
    }

    /// Plans with ways to both sides that are open already.
    func run(_ adapters: Adapters) async throws -> Result {
        try await run(
            adapters.table,
            adapters.tracker,
            over: try await adapters.repository.load(),
            naming: adapters.fieldIDs
        )
    }

    private func run(
        _ rows: any RowReader,
        _ issues: any IssueReader,
        over stored: StoredState?,
        naming fieldIDs: [FieldName: FieldName]
    ) async throws -> Result {
        let survey = try await place.refresh(rows, issues, naming: fieldIDs).survey(
            stored,
            request,
            about: targets
        )
        for target in survey.silent {
            place.progress.report(.warning("The plan has nothing about \(target)"))
        }
        var plan = survey.plan
        plan.allow = allow
        return Result(
            document: place.document(plan, stored?.state, on: try await issues.site().deployment),
            stored: stored,
            watermark: survey.watermark
        )
    }
}
