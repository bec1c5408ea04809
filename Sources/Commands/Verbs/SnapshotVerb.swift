import ArgumentParser
import JSON
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

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        defer { place.progress.finish() }
        let directory = place.environment.absolute(out)
        try File.makeDirectory(directory)
        let adapters = try place.adapters()
        let stored = try await adapters.repository.load()
        let site = try await adapters.tracker.site()
        var header = SnapshotHeader(site: site, table: try await adapters.table.identity())
        let writer = try RowSnapshotWriter(
            path: directory + "/rows.jsonl",
            schema: place.configuration.database.schema,
            next: ComparisonSink(Comparison(state: stored?.state, settings: place.settings))
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
        try await Self.lookAhead(by: place, from: directory, &header, stored, adapters.tracker)
        try File.write(header.bytes, to: directory + "/snapshot.json")
        place.progress.finish()
        let saved: JSON = ["rows": .integer(read.counts.rows), "issues": .integer(count)]
        place.environment.console.answer(
            common.json
                ? saved.text(.pretty) + "\n"
                : "Saved \(read.counts.rows) rows and \(count) issues to \(out).\n"
        )
        return .done
    }

    /// Asks Jira how what a plan from the snapshot would do will fare: of this alone a plan has to know more than the
    /// issues say.
    private static func lookAhead(
        by place: CommandContext,
        from directory: String,
        _ header: inout SnapshotHeader,
        _ stored: StoredState?,
        _ tracker: any WorkflowReader
    ) async throws {
        var plan = try await Self.plan(by: place, from: directory, header, stored)
        let reopened = plan.actions.lazy.filter { $0.operation == .reopen }.compactMap(\.issue)
        if !reopened.isEmpty {
            header.deadEnds = try await tracker.deadEnds(among: Set(reopened).sorted()).sorted()
            if !header.deadEnds.isEmpty {
                plan = try await Self.plan(by: place, from: directory, header, stored)
            }
        }
        var foreseen = plan.foreseeable.map { plan.actions[$0] }
        guard !foreseen.isEmpty else { return }
        let forecasts = try await tracker.forecasts(for: foreseen)
        for (index, forecast) in zip(foreseen.indices, forecasts) { foreseen[index].forecast = forecast }
        header.forecasts = ForecastList(foreseen)
    }

    private static func plan(
        by place: CommandContext,
        from directory: String,
        _ header: SnapshotHeader,
        _ stored: StoredState?
    ) async throws -> Plan {
        let rows = RowSnapshot(
            path: directory + "/rows.jsonl",
            header: header,
            schema: place.configuration.database.schema
        )
        let issues = IssueSnapshot(path: directory + "/issues.jsonl", header: header)
        return try await place.refresh(rows, issues).survey(stored, .full).plan
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
