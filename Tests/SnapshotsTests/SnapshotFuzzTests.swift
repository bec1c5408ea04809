import JSON
import Reconciliation
import Snapshots
import TestSupport
import Testing
import Workflow

/// Snapshots that somebody or something has spoilt: a problem that names the file, or what the file says.
@Suite struct SnapshotFuzzTests {
    private static let site = JiraSite(
        url: "https://x",
        project: "CCS",
        projectID: "1",
        account: "a",
        time: 7
    )
    private static let header = SnapshotHeader(site: site, table: "d/t", deadEnds: [IssueID(9)])

    /// Gathers rows.
    private struct Rows: RowSink {
        var rows: [Row] = []
        var interest: RowInterest { .everything }

        mutating func add(_ row: Row) { rows.append(row) }
    }

    /// Says what is wrong with a problem; nil when it names the file and says what to do.
    private static func complaint(about error: any Error, _ path: String) -> String? {
        guard let problem = error as? Problem else { return "it threw \(error)" }
        return problem.summary.contains(path) ? nil : "the file is not named: \(problem)"
    }

    /// Spoils a file's bytes, or the value of one of its lines.
    private static func spoil(_ file: [UInt8], _ mutator: inout Mutator) -> [UInt8] {
        guard mutator.below(2) == 0 else { return mutator.spoil(file) }
        var lines = file.split(separator: 0x0a).map(Array.init)
        let index = mutator.below(lines.count)
        if let json = try? JSON(parsing: lines[index]) { lines[index] = mutator.spoil(json).serialized() }
        return Array(lines.joined(separator: [0x0a]))
    }

    @Test func `of what it is`() async throws {
        let directory = try TemporaryDirectory()
        await FuzzLoop("snapshot.json", rounds: 1000).run { mutator in
            let json = try? JSON(parsing: Self.header.bytes)
            return mutator.below(2) == 0
                ? mutator.spoil(json ?? .null).serialized()
                : mutator.spoil(Self.header.bytes)
        } check: { bytes in
            let path = try directory.write(bytes, to: "snapshot.json")
            do {
                let header = try SnapshotHeader(reading: path)
                let again = try directory.write(header.bytes, to: "again.json")
                return try SnapshotHeader(reading: again) == header ? nil : "it changes when it is written"
            } catch { return Self.complaint(about: error, path) }
        }
    }

    @Test func `of rows`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("rows.jsonl")
        var writer = try RowSnapshotWriter(path: path, schema: .example, next: Rows())
        for number in 1...4 {
            var row = Row.example(RowKey("\(number)"), tickets: ["CCS-\(number)"])
            row.text = "Text \"\(number)\"\né"
            try writer.add(row)
        }
        try writer.finish()
        let file = Array(try directory.read("rows.jsonl").utf8)
        await FuzzLoop("rows.jsonl", rounds: 1000).run { mutator in
            Self.spoil(file, &mutator)
        } check: { bytes in
            let path = try directory.write(bytes, to: "spoilt.jsonl")
            let snapshot = RowSnapshot(path: path, header: Self.header, schema: .example)
            do {
                let (sink, counts) = try snapshot.read(into: Rows())
                guard sink.rows.count == counts.rows else {
                    return "it counts rows that it does not hand over"
                }
                let keys = sink.rows.map(\.key)
                guard Set(keys).count == keys.count else { return "a key stands twice" }
                let again = try snapshot.rows(keys)
                return Set(again) == Set(sink.rows) ? nil : "rows read by their keys are others"
            } catch { return Self.complaint(about: error, path) }
        }
    }

    @Test func `of issues`() async throws {
        let directory = try TemporaryDirectory()
        var writer = IssueSnapshotWriter(path: directory.path("issues.jsonl"))
        for number in UInt64(1)...4 {
            let issue = Reconciliation.Issue(
                id: IssueID(number),
                key: "CCS-\(number)",
                status: IssueStatus(id: "3", name: "In \"Arbeit\"", category: .indeterminate),
                resolution: number == 2 ? "Won't Do" : nil,
                resolved: number == 2 ? "2026-11-23T08:03:11Z" : nil,
                fields: ["summary": .text("é\n€"), "labels": .list(["audit-jira"])],
                labels: ["audit-jira"],
                marker: Marker(row: "0:1", lineage: "l", operation: "o")
            )
            writer.add(issue, askedAs: number == 3 ? .key("OLD-1") : .id(issue.id))
        }
        _ = try writer.finish()
        let file = Array(try directory.read("issues.jsonl").utf8)
        let asked: [IssueReference] = [.id(IssueID(1)), .id(IssueID(2)), .key("OLD-1"), .key("CCS-4")]
        await FuzzLoop("issues.jsonl", rounds: 1000).run { mutator in
            Self.spoil(file, &mutator)
        } check: { bytes in
            let path = try directory.write(bytes, to: "spoilt.jsonl")
            let snapshot = IssueSnapshot(path: path, header: Self.header)
            do {
                let answer = try snapshot.read(asked, into: IssueSnapshotTests.CollectingSink())
                _ = try snapshot.marked(since: nil)
                let answered = Set(answer.found.keys).union(answer.missing)
                return answered == Set(asked) ? nil : "\(asked) asked, \(answered) answered"
            } catch { return Self.complaint(about: error, path) }
        }
    }
}
