import Reconciliation
import Testing
import Yams

@testable import StateStore

@Suite(.serialized) struct LinkFileTests {
    private func read(_ file: [UInt8]) throws -> [Link] {
        var links: [Link] = []
        try LinkScanner.read(file, named: "links.yaml", into: &links)
        return links
    }

    private func fault(_ text: String) -> StateFault? {
        do {
            _ = try read(Array(text.utf8))
            return nil
        } catch { return error as? StateFault }
    }

    private static let followed = """
        row 2006 CCS-9:
          row: "2006"
          path: "src/a.py"
          issue: 10008
          key: "CCS-9"
          kind: followed
          agreed: open
          category: indeterminate

        """

    @Test func `has one line for each field, in one order`() {
        var link = Link.plain(6)
        link.key = "CCS-9"
        link.fields[2].read = .none
        let digest = { (text: String) in digester.digest(text).description }
        let expected = """
            row 2006 CCS-9:
              row: "2006"
              path: "src/routers/module_6/batch_sitemap_6.py"
              issue: 10006
              key: "CCS-9"
              kind: managed
              agreed: open
              category: new
              operation: "0b9c7d1e-0000-4000-8000-000000000006"
              content: \(digest("content 6"))
              text: \(digest("text 6"))
              sent description: \(digest("sent 6"))
              read description: \(digest("read 6"))
              sent labels: ["audit-jira", "layer-2", "technical-debt"]
              sent summary: "Technical debt in src/routers/batch_sitemap_6.py"
              read summary: null

            """
        #expect(String(decoding: LinkWriter.file([link]), as: UTF8.self) == expected)
    }

    @Test func `says what people decided, and which value a field keeps going back to`() throws {
        var link = Link.plain(6)
        link.key = "CCS-9"
        link.decision = .unlink
        link.fields = [
            FieldBase(
                name: "labels",
                sent: .list(["a"]),
                read: .list(["a"]),
                flip: FieldBase.Flip(value: .list([]), count: 1)
            ),
            FieldBase(
                name: "summary",
                sent: .text("New"),
                read: .text("new"),
                flip: FieldBase.Flip(value: .text("Old"), count: 2)
            ),
        ]
        let file = String(decoding: LinkWriter.file([link]), as: UTF8.self)
        #expect(file.contains("\n  category: new\n  decision: unlink\n  operation: "))
        let expected = """
              sent labels: ["a"]
              flips labels: 1
              flipped labels: []
              sent summary: "New"
              read summary: "new"
              flips summary: 2
              flipped summary: "Old"

            """
        #expect(file.hasSuffix(expected))
        #expect(try read(Array(file.utf8)) == [link])
    }

    @Test func `is an empty mapping without links`() throws {
        #expect(LinkWriter.file([]) == Array("{}\n".utf8))
        #expect(try read(LinkWriter.file([])).isEmpty)
        #expect(fault("")?.message == "the file is empty")
    }

    @Test(arguments: 0..<60)
    func `reads back what was written, byte for byte`(seed: Int) throws {
        var generator = Generator(seed: UInt64(seed))
        let links = generator.links(40)
        let file = LinkWriter.file(links)
        let again = try read(file)
        #expect(again == links)
        #expect(LinkWriter.file(again) == file)
        for (left, right) in zip(again, links) {
            #expect(Array(left.row.text.utf8) == Array(right.row.text.utf8))
            #expect(Array(left.path.utf8) == Array(right.path.utf8))
        }
    }

    @Test(arguments: 0..<60)
    func `is YAML that says the same to others`(seed: Int) throws {
        var generator = Generator(seed: UInt64(1000 + seed))
        let links = generator.links(25)
        let text = String(decoding: LinkWriter.file(links), as: UTF8.self)
        let node = try #require(try Yams.compose(yaml: text))
        let mapping = try #require(node.mapping)
        #expect(mapping.count == links.count)
        for (entry, link) in zip(mapping, links) {
            #expect(entry.key.string?.hasPrefix("row ") == true)
            let fields = try #require(entry.value.mapping)
            func text(_ name: String) -> [UInt8]? { fields[Node(name)]?.string.map { Array($0.utf8) } }
            #expect(text("row") == Self.seen(link.row.text))
            #expect(text("path") == Self.seen(link.path))
            #expect(text("key") == Self.seen(link.key))
            #expect(fields["issue"]?.scalar?.string == link.issue.description)
            #expect(text("kind") == Array(link.kind.rawValue.utf8))
            #expect(text("agreed") == Array(link.agreed.rawValue.utf8))
            #expect(text("category") == Array(link.category.rawValue.utf8))
            #expect(text("decision") == link.decision.map { Array($0.rawValue.utf8) })
            #expect(text("operation") == link.operation.map(Self.seen))
            #expect(text("content") == link.content.map { Array($0.description.utf8) })
            #expect(text("text") == link.text.map { Array($0.description.utf8) })
            for field in link.fields {
                var name: [UInt8] = []
                LinkLabel.encode(field.name, into: &name)
                let heading = String(decoding: name, as: UTF8.self)
                let sent = try #require(fields[Node("sent " + heading)])
                #expect(Self.isSame(sent, field.sent))
                #expect(Self.isSame(fields[Node("read " + heading)] ?? sent, field.read))
                #expect(fields[Node("flips " + heading)]?.int == field.flip?.count)
                let flipped = fields[Node("flipped " + heading)]
                #expect((flipped == nil) == (field.flip == nil))
                if let flipped, let flip = field.flip { #expect(Self.isSame(flipped, flip.value)) }
            }
        }
    }

    /// A text as Yams hands it out: Foundation takes a byte order mark at the beginning away.
    private static func seen(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// Whether a YAML parser's idea of a value is ours, its type included.
    private static func isSame(_ node: Node, _ value: FieldValue) -> Bool {
        switch value {
        case .none: node.null != nil
        case .text(let text): node.null == nil && node.string.map { Array($0.utf8) == seen(text) } ?? false
        case .digest(let digest): node.string == digest.description
        case .list(let list):
            node.sequence.map { $0.map { Array(($0.string ?? "").utf8) } == list.map(seen) } ?? false
        }
    }

    @Test(arguments: 0..<10)
    func `does not depend on the order of lists and fields`(seed: Int) throws {
        var generator = Generator(seed: UInt64(2000 + seed))
        let links = generator.links(30)
        var mixed = generator.shuffled(links)
        for index in mixed.indices { mixed[index].fields.reverse() }
        #expect(LinkWriter.file(LinkOrder.sorted(mixed)) == LinkWriter.file(links))
    }

    @Test(arguments: 0..<2)
    func `survives any single byte that changes`(seed: Int) throws {
        var generator = Generator(seed: UInt64(3000 + seed))
        let links = generator.links(2)
        let file = LinkWriter.file(links)
        var errors = 0
        for position in file.indices {
            for byte: UInt8 in [0x00, 0x0A, 0x20, 0x22, 0x30, 0x5C, 0x61, 0xC3] where file[position] != byte {
                var spoilt = file
                spoilt[position] = byte
                do {
                    // What is read of a changed file is another state, and written again it is that very file.
                    let other = try read(spoilt)
                    #expect(LinkWriter.file(other) == spoilt)
                } catch { errors += 1 }
            }
        }
        #expect(errors > file.count)
    }

    @Test func `survives being cut or doubled anywhere`() throws {
        var generator = Generator(seed: 8)
        let file = LinkWriter.file(generator.links(2))
        for position in 1..<file.count {
            let start = Array(file[..<position])
            do {
                #expect(LinkWriter.file(try read(start)) == start)
            } catch { #expect(error is StateFault) }
            let doubled = start + file[(position - 1)...]
            do {
                #expect(LinkWriter.file(try read(doubled)) == doubled)
            } catch { #expect(error is StateFault) }
        }
    }

    @Test func `names what is wrong, and the line`() {
        let text = Self.followed
        let later = text.replacing("2006", with: "2007")
        #expect(fault(text + later) == nil)
        #expect(fault(text + text) == StateFault("links.yaml", line: 9, "this entry occurs twice"))
        #expect(fault(later + text) == StateFault("links.yaml", line: 9, "this entry is not in order"))
        let cases: [(String, String, Int, String)] = [
            ("  issue: 10008", "  issues: 10008", 4, "expected ‘issue:’"),
            ("  issue: 10008", "  issue: 010008", 4, "expected a number"),
            ("  issue: 10008", "  issue: 99999999999999999999", 4, "expected a number"),
            ("  kind: followed", "  kind: owned", 6, "expected managed or followed"),
            ("  path: \"src/a.py\"", "  path: src/a.py", 3, "expected ‘\"’"),
            (
                "  path: \"src/a.py\"", "  path: \"src/\\u0061.py\"", 3,
                "the text is not written in the one way"
            ),
            ("  path: \"src/a.py\"", "  path: \"src/a.py", 3, "a text must end in its line"),
            ("  path: \"src/a.py\"", "  path:\t\"src/a.py\"", 3, "the line holds a tab"),
            ("  path: \"src/a.py\"", "  path: \"src/a.py\"\r", 3, "the line ends as on Windows"),
            ("  path: \"src/a.py\"", "  path: \"src/a.py\" ", 3, "expected the end of the line"),
            ("  agreed: open", "<<<<<<< HEAD\n  agreed: open", 7, "a merge left its marks here"),
            ("  agreed: open", "  agreed: open\n=======\n", 8, "a merge left its marks here"),
            ("category: indeterminate", "category: new\n>>>>>>> side", 9, "a merge left its marks here"),
            (
                "category: indeterminate", "category: new\n  note: \"x\"", 9,
                "‘note’ is not a field, or not in its place"
            ),
            (
                "category: indeterminate", "category: new\n  sent b: null\n  sent a: null", 10,
                "the field a occurs twice or is not in order"
            ),
            (
                "category: indeterminate", "category: new\n  sent a: null\n  sent a: null", 10,
                "the field a occurs twice or is not in order"
            ),
            (
                "category: indeterminate", "category: new\n  sent a: null\n  read a: null", 10,
                "the field a says the same twice"
            ),
            (
                "category: indeterminate", "category: new\n  decision: maybe", 9,
                "expected audit, jira, link or unlink"
            ),
            ("  agreed: open", "  decision: link\n  agreed: open", 7, "expected ‘agreed:’"),
            (
                "category: indeterminate", "category: new\n  flips a: 1", 9,
                "‘flips a’ is not a field, or not in its place"
            ),
            (
                "category: indeterminate", "category: new\n  sent a: null\n  flips a: 1", 11,
                "expected the field’s ‘flipped’"
            ),
            (
                "category: indeterminate",
                "category: new\n  sent a: null\n  flips a: 1\n  flipped b: null", 11,
                "expected the field’s ‘flipped’"
            ),
            (
                "category: indeterminate",
                "category: new\n  sent a: null\n  flips a: 0\n  flipped a: null", 10,
                "expected a number from 1"
            ),
            (
                "category: indeterminate",
                "category: new\n  sent a: null\n  flips a: 9223372036854775808\n  flipped a: null", 10,
                "expected a number from 1"
            ),
            (
                "category: indeterminate",
                "category: new\n  sent a: null\n  flipped a: null\n  flips a: 1", 10,
                "‘flipped a’ is not a field, or not in its place"
            ),
            (
                "category: indeterminate", "category: new\n  sent a: [\"b\", \"a\"]", 9,
                "the list is not in order, or has an element twice"
            ),
            (
                "category: indeterminate", "category: new\n  text: sha256:0", 9,
                "expected 64 hexadecimal digits"
            ),
            (
                "row 2006 CCS-9:", "row 2006 CCS-8:", 1,
                "the entry's first line does not say what its fields say"
            ),
            ("row 2006 CCS-9:", "", 1, "expected the first line of an entry, ‘row … …:’"),
        ]
        for (old, new, line, message) in cases {
            #expect(fault(text.replacing(old, with: new)) == StateFault("links.yaml", line: line, message))
        }
        #expect(fault(String(text.dropLast()))?.line == 8)
    }

    @Test func `labels an entry in plain words, however odd the row's key is`() {
        func label(_ row: String, _ key: String = "CCS-9") -> String {
            var label = LinkLabel()
            var link = Link.plain(1)
            link.row = RowKey(row)
            link.key = key
            label.set(link)
            return String(decoding: label.bytes, as: UTF8.self)
        }
        #expect(label("2006") == "row 2006 CCS-9:")
        #expect(label("src/a.py") == "row src/a.py CCS-9:")
        #expect(label("a: b\n%") == "row a%3A%20b%0A%25 CCS-9:")
        #expect(label("é", "") == "row %C3%A9 %:")
        let long = String(repeating: "x", count: 5000)
        #expect(label(long + "1").utf8.count < 300)
        #expect(label(long + "1") != label(long + "2"))
    }

    @Test func `tells apart two issues of one row that had the same key`() throws {
        var links = [Link.plain(1), Link.plain(1), Link.plain(1)]
        links[1].issue = IssueID(20_000)
        links[1].key = "CCS-7"
        links[2].issue = IssueID(30_000)
        let file = LinkWriter.file(links)
        let heads = String(decoding: file, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(heads == ["row 2001 CCS-2:", "row 2001 CCS-7:", "row 2001 CCS-2 2:"])
        #expect(try read(file) == links)
    }
}
