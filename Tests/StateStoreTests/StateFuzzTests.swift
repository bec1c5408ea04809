import Hashing
import JSON
import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import StateStore

/// State files that somebody or something has spoilt: a fault with a file, or the state that they say.
@Suite struct StateFuzzTests {
    @Test func `a header is refused with its line, or comes back as it was read`() async {
        let file = StateHeader(.plain(0, serial: 7), layout: .single).file
        await FuzzLoop("state.json", rounds: 3000).run { mutator in
            guard mutator.below(2) == 0, let json = try? JSON(parsing: file) else {
                return mutator.spoil(file)
            }
            return mutator.spoil(json).serialized(.pretty) + [0x0a]
        } check: { bytes in
            _ = StateHeader.inspect(bytes)
            do throws(StateFault) {
                let header = try StateHeader(reading: bytes)
                guard header.serial >= 0, header.serial < .max else { return "no serial can follow it" }
                return try StateHeader(reading: header.file) == header ? nil : "it changes when it is written"
            } catch {
                let isClear = error.file == "state.json" && error.line ?? 0 > 0 && !error.message.isEmpty
                return isClear ? nil : "an unclear fault: \(error)"
            }
        }
    }

    @Test func `links are refused with their line, or come back byte for byte`() async {
        var generator = Generator(seed: 8)
        let odd = LinkWriter.file(LinkOrder.sorted(generator.links(4)))
        let plain = LinkWriter.file(State.plain(3).links)
        await FuzzLoop("links.yaml", rounds: 3000).run { mutator in
            mutator.spoil(mutator.below(3) == 0 ? odd : plain)
        } check: { bytes in
            var faults = 0
            LinkScanner.inspect(bytes, entry: { _, _ in }, fault: { _, _ in faults += 1 })
            do throws(StateFault) {
                var links: [Link] = []
                try LinkScanner.read(bytes, named: "links.yaml", into: &links)
                guard faults == 0 else { return "the inspection finds faults where the reader finds none" }
                return LinkWriter.file(links) == bytes ? nil : "it changes when it is written"
            } catch {
                guard faults > 0 else { return "the inspection finds no fault where the reader does" }
                return error.file == "links.yaml" && error.line ?? 0 > 0 ? nil : "an unclear fault: \(error)"
            }
        }
    }

    @Test func `a state in many files is refused with the file, or comes back`() async {
        let state = State.plain(600)
        let files = StateFiles.all(of: state, .hundreds, digester)
        let parts = Layout.hundreds.files.compactMap { path in files[path].map { (path: path, content: $0) } }
        let header = StateHeader(state, layout: .hundreds)
        await FuzzLoop("links/*.yaml", rounds: 100).run { mutator in
            let index = mutator.below(parts.count)
            let content = parts[mutator.below(4) == 0 ? mutator.below(parts.count) : index].content
            return Part(index: index, content: mutator.below(3) == 0 ? content : mutator.spoil(content))
        } check: { part in
            var spoilt = parts
            spoilt[part.index].content = part.content
            do throws(StateFault) {
                let read = try StateFiles.state(header, spoilt, digester: digester)
                let written = StateFiles.all(of: read, .hundreds, digester)
                return written[spoilt[part.index].path] == part.content
                    ? nil : "it changes when it is written"
            } catch {
                return error.file == parts[part.index].path ? nil : "another file is blamed: \(error)"
            }
        }
    }

    /// The new content of one of the files.
    private struct Part: FuzzInput {
        var index: Int
        var content: [UInt8]

        var literal: String { "Part(index: \(index), content: \(content.literal))" }
    }
}
