import Reconciliation
import Snapshots
import TestSupport
import Testing
import Workflow

@Suite struct IssueSnapshotTests {
    private let site = JiraSite(url: "https://x", project: "CCS", projectID: "1", account: "a", time: 7)

    /// Gathers what a reader hands over.
    struct CollectingSink: IssueSink {
        var found: [IssueReference: Reconciliation.Issue] = [:]
        var missing: Set<IssueReference> = []

        mutating func add(_ issue: Reconciliation.Issue, askedAs reference: IssueReference) {
            found[reference] = issue
        }
        mutating func addMissing(_ reference: IssueReference) { missing.insert(reference) }
    }

    private func issue(_ id: UInt64, _ key: String, labels: [String] = []) -> Reconciliation.Issue {
        Reconciliation.Issue(
            id: IssueID(id),
            key: key,
            status: IssueStatus(id: "3", name: "In \"Arbeit\"\n", category: .indeterminate),
            resolution: id == 2 ? "Won't Do" : nil,
            resolved: id == 2 ? "2026-11-23T08:03:11Z" : nil,
            fields: ["summary": .text("é\u{0}€"), "labels": .list(labels)],
            labels: labels,
            marker: id == 2 ? Marker(row: "0:1", lineage: "l", operation: "o") : nil
        )
    }

    @Test func `gives back what it was given, by id, by key and by an old key`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/issues.jsonl"
        var writer = IssueSnapshotWriter(path: path)
        let (one, two) = (issue(1, "CCS-1"), issue(2, "CCS-2", labels: ["audit-jira", "x y"]))
        writer.add(two, askedAs: .id(IssueID(2)))
        writer.add(one, askedAs: .key("OLD-9"))
        writer.addMissing(.key("GONE-1"))
        #expect(try writer.finish() == 2)
        let snapshot = IssueSnapshot(path: path, header: SnapshotHeader(site: site, table: "d/t"))
        let asked: [IssueReference] = [
            .id(IssueID(2)), .key("OLD-9"), .key("CCS-1"), .key("GONE-1"), .id(IssueID(5)),
        ]
        let answer = try snapshot.read(asked, into: CollectingSink())
        #expect(answer.found == [asked[0]: two, asked[1]: one, asked[2]: one])
        #expect(answer.missing == [asked[3], asked[4]])
        #expect(try snapshot.marked(since: nil).ids == [IssueID(2)])
    }

    @Test func `names file and line of what is no issue`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(
            "{\"id\":\"1\",\"key\":\"A-1\"}\n\n{\"id\":\"x\"}\n",
            to: "issues.jsonl"
        )
        let snapshot = IssueSnapshot(path: path, header: SnapshotHeader(site: site, table: "d/t"))
        let problem = #expect(throws: Problem.self) { try snapshot.marked(since: nil) }
        #expect(problem?.summary == "\(path):3 is not an issue: the id is not a number: x")
    }

    @Test func `knows which issues have no way back, of those it is asked about`() throws {
        let directory = try TemporaryDirectory()
        let ids = [IssueID(9), IssueID(10_000_000_001)]
        let header = SnapshotHeader(site: site, table: "d/t", deadEnds: ids)
        let text = String(decoding: header.bytes, as: UTF8.self)
        #expect(text.contains("\"no_way_back\": [\n    \"9\",\n    \"10000000001\"\n  ]"))
        let read = try SnapshotHeader(reading: directory.write(text, to: "snapshot.json"))
        #expect(read.deadEnds == ids)
        let snapshot = IssueSnapshot(path: "nowhere", header: read)
        #expect(snapshot.deadEnds(among: [IssueID(1), IssueID(9)]) == [IssueID(9)])
        #expect(snapshot.deadEnds(among: []).isEmpty)
    }

    @Test(arguments: ["\"9\"", "[9]", "[\"CCS-1\"]", "{}"])
    func `refuses a header whose dead ends are none`(list: String) throws {
        let directory = try TemporaryDirectory()
        let text = String(decoding: SnapshotHeader(site: site, table: "d/t").bytes, as: UTF8.self)
        #expect(!text.contains("no_way_back"))
        let spoilt = text.replacing("\"table\"", with: "\"no_way_back\": \(list), \"table\"")
        let path = try directory.write(spoilt, to: "snapshot.json")
        let problem = #expect(throws: Problem.self) { try SnapshotHeader(reading: path) }
        #expect(problem?.summary.hasSuffix("no_way_back is no list of issues' ids") == true)
    }

    @Test func `reads its header back, and refuses a later one`() throws {
        let directory = try TemporaryDirectory()
        let header = SnapshotHeader(site: site, table: "d/public.t")
        let text = String(decoding: header.bytes, as: UTF8.self)
        let read = try SnapshotHeader(reading: directory.write(text, to: "snapshot.json"))
        #expect(read.table == header.table)
        #expect(read.site.time == 7)
        let later = text.replacing("\"format\": 1", with: "\"format\": 2")
        let problem = #expect(throws: Problem.self) {
            try SnapshotHeader(reading: directory.write(later, to: "b.json"))
        }
        #expect(problem?.summary.hasSuffix("is a snapshot of format 2; this version reads format 1") == true)
    }
}
