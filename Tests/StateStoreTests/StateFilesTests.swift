import Reconciliation
import Testing

@testable import StateStore

@Suite(.serialized) struct StateFilesTests {
    private func parts(_ files: [String: [UInt8]], _ layout: Layout) -> [(path: String, content: [UInt8])] {
        layout.files.compactMap { path in files[path].map { (path, $0) } }
    }

    @Test func `picks as many files as suit the number of links`() {
        #expect(Layout.fitting(0) == .single)
        #expect(Layout.fitting(5_000) == .single)
        #expect(Layout.fitting(5_001) == .hundreds)
        #expect(Layout.fitting(200_000) == .hundreds)
        #expect(Layout.fitting(200_001) == .thousands)
        #expect(Layout.single.files == ["links.yaml"])
        #expect(
            Layout.hundreds.files.first == "links/00.yaml" && Layout.hundreds.files.last == "links/ff.yaml"
        )
        #expect(
            Layout.thousands.files.first == "links/0/00.yaml"
                && Layout.thousands.files.last == "links/f/ff.yaml"
        )
    }

    @Test func `names the file by the SHA-256 of the row key`() {
        // printf 2006 | sha256sum begins with b6a2a8ae
        let digits = digester.digest("2006").description.dropFirst(7)
        let hundreds = Layout.hundreds.file(Layout.hundreds.index(of: "2006", digester))
        #expect(hundreds == "links/\(digits.prefix(2)).yaml")
        let thousands = Layout.thousands.file(Layout.thousands.index(of: "2006", digester))
        #expect(thousands == "links/\(digits.prefix(1))/\(digits.dropFirst().prefix(2)).yaml")
    }

    @Test(arguments: Layout.allCases)
    func `reads back a state of any layout`(layout: Layout) throws {
        let state = State.plain(900, serial: 3)
        let files = StateFiles.all(of: state, layout, digester)
        #expect(files.count == layout.rawValue + 1)
        let header = try StateHeader(reading: files["state.json"] ?? [])
        #expect(header.layout == layout)
        #expect(try StateFiles.state(header, parts(files, layout), digester: digester) == state)
    }

    @Test func `writes only the files that changed`() {
        let old = State.plain(900)
        var new = old
        new.serial = 2
        #expect(StateFiles.changed(from: old, to: new, .hundreds, digester).keys.sorted() == ["state.json"])
        new.links[10].agreed = .resolved
        let gone = new.links.remove(at: 20)
        let added = Link.plain(5000)
        new.links.append(added)
        let files = StateFiles.changed(from: old, to: new, .hundreds, digester)
        let expected = [new.links[10].row, gone.row, added.row].map {
            Layout.hundreds.file(Layout.hundreds.index(of: $0, digester))
        }
        #expect(Set(files.keys) == Set(expected + ["state.json"]))
        let all = StateFiles.all(of: new, .hundreds, digester)
        for (path, content) in files { #expect(all[path] == content) }
        for (path, content) in StateFiles.all(of: old, .hundreds, digester) where files[path] == nil {
            #expect(all[path] == content)
        }
    }

    @Test func `sees a change that only the bytes of a text show`() {
        var old = State.plain(3)
        old.links[0].path = "caf\u{E9}"
        old.links[0].key = "caf\u{E9}"
        old.links[0].fields[0].name = "caf\u{E9}"
        old.links[0].fields[0].flip = FieldBase.Flip(value: .text("caf\u{E9}"), count: 1)
        let changes: [(inout Link) -> Void] = [
            { $0.path = "cafe\u{301}" }, { $0.key = "cafe\u{301}" }, { $0.fields[0].name = "cafe\u{301}" },
            { $0.fields[0].flip?.value = .text("cafe\u{301}") }, { $0.fields[0].flip?.count = 2 },
            { $0.decision = .audit },
        ]
        for change in changes {
            var new = old
            change(&new.links[0])
            #expect(
                StateFiles.changed(from: old, to: new, .single, digester).keys.sorted() == [
                    "links.yaml", "state.json",
                ]
            )
        }
    }

    @Test func `takes no missing, foreign or misplaced file`() throws {
        let state = State.plain(900)
        let files = StateFiles.all(of: state, .hundreds, digester)
        let header = StateHeader(state, layout: .hundreds)
        func fault(_ change: (inout [(path: String, content: [UInt8])]) -> Void) -> StateFault? {
            var parts = parts(files, .hundreds)
            change(&parts)
            do throws(StateFault) {
                _ = try StateFiles.state(header, parts, digester: digester)
                return nil
            } catch { return error }
        }
        #expect(fault { _ in } == nil)
        #expect(fault { $0.remove(at: 17) } == StateFault("links/11.yaml", "the file is missing"))
        #expect(fault { $0.append(("links/x.yaml", [])) }?.file == "links/x.yaml")
        let misplaced = fault { parts in
            let content = parts[3].content
            parts[3].content = parts[4].content
            parts[4].content = content
        }
        #expect(misplaced?.file == "links/03.yaml")
        #expect(misplaced?.message.contains("does not belong") == true)
    }

    @Test func `keeps the header in a short file, strictly read`() throws {
        var state = State.plain(0, serial: 42)
        state.scope.site = "https://\"odd\".example"
        let file = StateHeader(state, layout: .single).file
        let text = String(decoding: file, as: UTF8.self)
        #expect(try StateHeader(reading: file) == StateHeader(state, layout: .single))
        state.watermark = nil
        let without = StateHeader(state, layout: .thousands)
        #expect(try StateHeader(reading: without.file) == without)
        func fault(_ text: String) -> StateFault? {
            do throws(StateFault) {
                _ = try StateHeader(reading: Array(text.utf8))
                return nil
            } catch { return error }
        }
        let unknown = fault(text.replacing("\"serial\"", with: "\"cereal\""))
        #expect(unknown == StateFault("state.json", line: 4, "‘cereal’ stands where ‘serial’ is expected"))
        #expect(fault(text.replacing("\"format\": 1", with: "\"format\": 2"))?.line == 2)
        #expect(fault(text.replacing("\"files\": 1", with: "\"files\": 7"))?.message.contains("256") == true)
        let marked = fault(text.replacing("  \"serial\"", with: "<<<<<<< HEAD\n  \"serial\""))
        #expect(marked == StateFault("state.json", line: 4, "a merge left its marks here"))
        #expect(
            fault(text.replacing("\n}\n", with: ",\n  \"more\": 1\n}\n"))?.message.contains("‘more’") == true
        )
        for serial in [-1, Int.max, .min] {
            let odd = fault(text.replacing("\"serial\": 42", with: "\"serial\": \(serial)"))
            #expect(odd?.line == 4 && odd?.message.contains("serial") == true)
            let early = fault(text.replacing("1763000000000", with: "\(serial)"))
            #expect(early?.message.contains("watermark") == true)
        }
        #expect(fault("") != nil && fault("{}") != nil && fault(text + "x") != nil)
    }
}
