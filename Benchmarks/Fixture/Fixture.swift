import Commands
import Foundation
import Reconciliation
import Snapshots
import StateStore
import Workflow

/// Makes what `scripts/bench` measures with: snapshots of both sides, and a state in git that agrees with them.
struct Fixture {
    private let folder: String
    private let count: Int
    private let settings: Settings

    /// Prepares a fixture of so many rows in a folder that holds `repository`, with a configuration in it.
    init(_ folder: String, count: Int) throws {
        self.folder = folder
        self.count = count
        settings = try ConfiguredSettings.read(folder + "/repository/audit-jira.yaml")
    }

    /// Writes the snapshots `same` and `changed`, commits the state, and writes it as `links.jsonl` too.
    func make() async throws {
        let site = Site(
            url: "https://bakery.example",
            project: "CCS",
            projectID: "10000",
            account: "bench",
            time: 1_774_000_000_000
        )
        let header = SnapshotHeader(site: site, table: "bakery/public.file_audit")
        try write(.same, header)
        try write(.changed, header)
        let sample = Sample(mapping: settings.mapping, variant: .same)
        let fingerprint = settings.fingerprint
        var links: [Link] = []
        var plain = PlainState()
        for number in 0..<count {
            guard let issue = sample.issue(number) else { continue }
            let row = sample.row(number)
            let link = Sample.link(row, issue, by: fingerprint, settings.mapping)
            plain.add(link, row, issue, settings.schema)
            links.append(link)
        }
        try Data(plain.bytes).write(to: URL(fileURLWithPath: folder + "/links.jsonl"))
        let state = State(
            lineage: Sample.lineage,
            serial: 1,
            scope: Scope(
                site: site.url,
                project: site.project,
                projectID: site.projectID,
                table: header.table
            ),
            watermark: Watermark(changes: site.time, full: site.time),
            links: links
        )
        var place = StateStore.Settings(folder: folder + "/repository", now: { (site.time / 1000, 0) })
        (place.authorName, place.authorEmail) = ("Bench", "bench@bakery.example")
        (place.committerName, place.committerEmail) = ("Bench", "bench@bakery.example")
        let store = StateStore(place, digester: settings.digester)
        let message = CommitMessage(subject: "audit-jira: \(links.count) created", body: [], trailers: [])
        _ = try await store.commit(state, over: nil, message: message)
    }

    private func write(_ variant: Sample.Variant, _ header: SnapshotHeader) throws {
        let sample = Sample(mapping: settings.mapping, variant: variant)
        let directory = "\(folder)/\(variant)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var rows = try RowSnapshotWriter(
            path: directory + "/rows.jsonl",
            schema: settings.schema,
            next: NoRows()
        )
        var issues = IssueSnapshotWriter(path: directory + "/issues.jsonl")
        for number in 0..<count {
            try rows.add(sample.row(number))
            if let issue = sample.issue(number) { issues.add(issue, askedAs: .id(issue.id)) }
        }
        try rows.finish()
        _ = try issues.finish()
        try Data(header.bytes).write(to: URL(fileURLWithPath: directory + "/snapshot.json"))
    }
}

/// Takes rows and drops them.
private struct NoRows: RowSink {
    let interest = RowInterest.everything

    mutating func add(_ row: Row) {}
}
