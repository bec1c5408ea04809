import Reconciliation
import Testing

@testable import StateStore

@Suite(.serialized) struct InspectionTests {
    /// Looks at a state's files, and returns what is wrong, as lines.
    private func faults(_ files: [String: [UInt8]]) -> [String] {
        let inspection = inspection(files)
        let strays = inspection.strays.map { "stray \($0)" }
        return inspection.faults.map { "\($0.file):\($0.line ?? 0): \($0.message)" } + strays
    }

    private func inspection(_ files: [String: [UInt8]]) -> StateInspection {
        var inspection = StateInspection(
            header: files["state.json"],
            paths: files.keys.sorted(),
            in: "state",
            digester
        )
        for (path, content) in files.sorted(by: { $0.key < $1.key }) { inspection.add(content, at: path) }
        inspection.finish()
        return inspection
    }

    private func files(_ state: State, _ layout: Layout = .single) -> [String: [UInt8]] {
        StateFiles.all(of: state, layout, digester)
    }

    private func text(_ file: [UInt8]?) -> String { String(decoding: file ?? [], as: UTF8.self) }

    @Test(arguments: Layout.allCases)
    func `finds nothing wrong with what is written`(layout: Layout) {
        let inspection = inspection(files(.plain(300, serial: 3), layout))
        #expect(inspection.faults.isEmpty && inspection.strays.isEmpty)
        #expect(inspection.links == 300)
        #expect(inspection.files == layout.rawValue)
        #expect(inspection.header?.serial == 3)
        #expect(faults([:]).isEmpty)
    }

    @Test func `names every spoilt entry, and not the ones between`() {
        var files = files(.plain(6))
        var lines = text(files["links.yaml"]).split(separator: "\n").map(String.init)
        let starts = lines.indices.filter { lines[$0].hasPrefix("row ") }
        lines[starts[1] + 5] = "  kind: mine"
        lines[starts[3] + 4] = "<<<<<<< HEAD"
        lines[starts[4]] = "row 1 CCS-1:"
        files["links.yaml"] = Array((lines.joined(separator: "\n") + "\n").utf8)
        #expect(
            faults(files) == [
                "links.yaml:\(starts[1] + 6): expected managed or followed",
                "links.yaml:\(starts[3] + 5): a merge left its marks here",
                "links.yaml:\(starts[4] + 1): the entry's first line does not say what its fields say",
            ]
        )
        #expect(inspection(files).links == 4)
    }

    @Test(arguments: 0..<6)
    func `begins with what a reading stops at`(seed: Int) throws {
        var generator = Generator(seed: UInt64(seed))
        let state = State.plain(3)
        let header = StateHeader(state, layout: .single)
        let file = LinkWriter.file(state.links)
        for _ in 0..<1_000 {
            var spoilt = file
            let place = generator.number(below: file.count)
            switch generator.number(below: 3) {
            case 0: spoilt.remove(at: place)
            case 1: spoilt[place] = UInt8(generator.number(below: 256))
            default: spoilt = Array(file[..<place] + file[generator.number(below: file.count)...])
            }
            var stop: StateFault?
            do throws(StateFault) {
                _ = try StateFiles.state(header, [("links.yaml", spoilt)], digester: digester)
            } catch {
                stop = error
            }
            let found = inspection(["state.json": header.file, "links.yaml": spoilt]).faults
            #expect(found.first == stop || (stop == nil && found[0].message.contains("two managed links")))
        }
    }

    @Test func `names what is out of order once, and what occurs twice`() {
        var state = State.plain(5)
        var files = files(state)
        let entries = state.links.map { LinkWriter.file([$0]) }
        files["links.yaml"] = [0, 3, 1, 2, 4].flatMap { entries[$0] }
        let length = text(entries[0]).split(separator: "\n").count
        #expect(faults(files) == ["links.yaml:\(2 * length + 1): this entry is not in order"])
        files["links.yaml"] = [0, 1, 1, 2].flatMap { entries[$0] }
        #expect(faults(files) == ["links.yaml:\(2 * length + 1): this entry occurs twice"])
        files["links.yaml"] = [1, 0, 1].flatMap { entries[$0] }
        #expect(
            faults(files) == [
                "links.yaml:\(length + 1): this entry is not in order",
                "links.yaml:\(2 * length + 1): the link of row 2001 and CCS-2 stands in state/links.yaml:1 too",
            ]
        )
        state.links[1].row = state.links[0].row
        state.links[2].row = state.links[0].row
        state.links[2].kind = .followed
        state.links[3].row = state.links[0].row
        #expect(
            faults(self.files(state)) == [
                "links.yaml:\(length + 1): row 2000 has two managed links, to CCS-1 in state/links.yaml:1 and to CCS-2 here",
                "links.yaml:\(3 * length + 1): row 2000 has two managed links, to CCS-1 in state/links.yaml:1 and to CCS-4 here",
            ]
        )
    }

    @Test func `names links that stand in another file than they belong to`() {
        let state = State.plain(40)
        var files = files(state, .hundreds)
        let link = state.links[7]
        let home = Layout.hundreds.file(Layout.hundreds.index(of: link.row, digester))
        let other = home == "links/00.yaml" ? "links/01.yaml" : "links/00.yaml"
        files[other] = LinkWriter.file([link])
        let found = faults(files)
        #expect(found.first == "\(other):1: the row 2007 does not belong here but into state/\(home)")
        #expect(found.count == 2)
        #expect(found.last?.contains("the link of row 2007 and CCS-8 stands in state/") == true)
    }

    @Test func `names missing files and files that do not belong`() {
        var files = files(.plain(300), .hundreds)
        files["links/07.yaml"] = nil
        files["links/a/bc.yaml"] = LinkWriter.empty
        files["links.yaml"] = LinkWriter.empty
        files["README.md"] = []
        files[".gitattributes"] = []
        #expect(
            faults(files) == [
                "links/07.yaml:0: the file is missing", "stray README.md", "stray links.yaml",
                "stray links/a/bc.yaml",
            ]
        )
        files = self.files(.plain(3))
        files["links.yaml"] = nil
        #expect(faults(files) == ["links.yaml:0: the file is missing"])
        files["links.yaml"] = []
        #expect(faults(files) == ["links.yaml:1: the file is empty"])
        files = self.files(.plain(3))
        files["state.json"] = nil
        #expect(faults(files) == ["state.json:0: the file is missing, though there is state/links.yaml"])
        files = self.files(.plain(3), .hundreds)
        files["state.json"] = self.files(.plain(3), .thousands)["state.json"]
        #expect(faults(files).first == "state.json:0: none of the 4096 files with links is there")
        #expect(faults(files).count == 257)
    }

    @Test func `looks at the links even where the header cannot be read`() {
        var files = files(.plain(3), .hundreds)
        files["state.json"] = Array("{".utf8)
        let found = inspection(files)
        #expect(found.header == nil && found.layout == .hundreds && found.links == 3)
        #expect(found.faults.map(\.file) == ["state.json"])
    }

    @Test func `holds the header to the one way`() {
        var files = files(.plain(3))
        let header = text(files["state.json"])
        let cases: [(String, String, String)] = [
            ("  \"serial\": 1", "  \"serial\":  1", "state.json:4: the line is not written in the one way"),
            ("}\n", "}\n\n", "state.json:17: the line is not written in the one way"),
            ("\"serial\": 1", "\"serial\": 0", "state.json:4: the serial is below 1"),
            ("6f0c2f0a-", "6F0C2F0A-", "state.json:3: the lineage is no UUID"),
            ("6f0c2f0a-", "", "state.json:3: the lineage is no UUID"),
            ("\"format\": 1", "\"format\": 2", "state.json:2: "),
        ]
        for (old, new, expected) in cases {
            let end =
                header.hasSuffix(old)
                ? header.dropLast(old.count) + new : header.replacing(old, with: new)[...]
            files["state.json"] = Array(end.utf8)
            let found = faults(files)
            #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
        }
    }
}
