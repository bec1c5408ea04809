import ArgumentParser
import Presentation
import Reconciliation
import Snapshots
import Workflow

struct SnapshotVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Saves both sides as files, from which `plan --snapshot` plans offline."
    )

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp("The directory to save to; it is made when it does not exist.", valueName: "dir")
    )
    var out: String

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let directory = context.environment.absolute(out)
        try File.makeDirectory(directory)
        let adapters = try await context.adapters()
        let stored = try await adapters.repository.load()
        let site = try await adapters.tracker.site()
        var header = SnapshotHeader(site: site, table: try await adapters.table.identity())
        let writer = try RowSnapshotWriter(
            path: directory + "/rows.jsonl",
            schema: context.configuration.database.schema,
            next: ComparisonSink(
                Comparison(state: stored?.state, settings: context.settings(naming: adapters.fieldIDs))
            )
        )
        let read = try await adapters.table.read(into: writer)
        try read.sink.finish()
        let phase = read.sink.next.comparison.issuePhase()
        let wanted = phase.wanted(everyLink: true)
        let marked = try await adapters.tracker.marked(since: nil).ids + adapters.tracker.unindexed()
        let strays = phase.unknown(Set(marked).sorted())
        let references =
            (wanted.ids + strays).sorted().map(IssueReference.id) + wanted.keys.map(IssueReference.key)
        let issues = IssueSnapshotWriter(path: directory + "/issues.jsonl")
        let count = try await adapters.tracker.read(references, into: issues).finish()
        let snapshot = UnfinishedSnapshot(directory: directory, header: header, stored: stored)
        header = try await Self.lookAhead(from: snapshot, in: context, asking: adapters.tracker)
        try File.write(header.bytes, to: directory + "/snapshot.json")
        context.output.render(SavedSnapshotText(rows: read.counts.rows, issues: count, directory: out))
        return .done
    }

    /// A snapshot without its header, which is not written yet.
    private struct UnfinishedSnapshot {
        var directory: String
        var header: SnapshotHeader
        var stored: StoredState?
    }

    /// Asks Jira how what a plan from the snapshot would do will fare: of this alone a plan has to know more than the
    /// issues say.
    ///
    /// - Returns: The header with the answers.
    private static func lookAhead(
        from snapshot: UnfinishedSnapshot,
        in context: CommandContext,
        asking tracker: any WorkflowReader
    ) async throws -> SnapshotHeader {
        var snapshot = snapshot
        var plan = try await plan(from: snapshot, in: context)
        let reopened = plan.actions.lazy.filter { $0.operation == .reopen }.compactMap(\.issue)
        if !reopened.isEmpty {
            snapshot.header.deadEnds = try await tracker.deadEnds(among: Set(reopened).sorted()).sorted()
            if !snapshot.header.deadEnds.isEmpty { plan = try await self.plan(from: snapshot, in: context) }
        }
        var foreseen = plan.foreseeable.map { plan.actions[$0] }
        guard !foreseen.isEmpty else { return snapshot.header }
        let forecasts = try await tracker.forecasts(for: foreseen)
        for (index, forecast) in zip(foreseen.indices, forecasts) { foreseen[index].forecast = forecast }
        snapshot.header.forecasts = ForecastList(foreseen)
        return snapshot.header
    }

    private static func plan(
        from snapshot: UnfinishedSnapshot,
        in context: CommandContext
    ) async throws -> Plan {
        let rows = RowSnapshot(
            path: snapshot.directory + "/rows.jsonl",
            header: snapshot.header,
            schema: context.configuration.database.schema
        )
        let issues = IssueSnapshot(path: snapshot.directory + "/issues.jsonl", header: snapshot.header)
        let sides = context.sides(
            rows,
            issues,
            over: context.repository(),
            naming: snapshot.header.site.fieldIDs
        )
        return try await Refresh(sides).survey(snapshot.stored, .full).plan
    }
}

/// Feeds every row into a comparison, so that it can tell which issues matter.
private struct ComparisonSink: RowSink {
    var comparison: Comparison
    let interest = RowInterest.everything
    private let wanted: RowInterest

    init(_ comparison: Comparison) {
        self.comparison = comparison
        self.wanted = comparison.interest
    }

    mutating func add(_ row: Row) throws {
        let isWanted = wanted.wants(
            key: row.key.text.utf8Span.span,
            path: row.path.utf8Span.span,
            hasDebt: row.hasDebt
        )
        if isWanted { try comparison.add(row) }
    }
}
