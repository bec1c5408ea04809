import JSON
import Presentation
import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct StateTextTests {
    private func digest(_ word: UInt64) -> Digest { Digest(words: (word, 0, 0, 0)) }

    /// A link with all that a link may have, some of it hostile.
    private var full: Link {
        Link(
            row: "3003",
            path: "shop/\u{1b}[31madmin.py",
            issue: IssueID(10_007),
            key: "CCS-4",
            kind: .managed,
            agreed: .accepted,
            category: .indeterminate,
            decision: .unlink,
            operation: "0b9c7d1e-0000-4000-8000-000000000006",
            content: digest(1),
            text: digest(2),
            fields: [
                FieldBase(name: "description", sent: .digest(digest(3)), read: .digest(digest(4))),
                FieldBase(name: "labels", sent: .list(["a", "b"]), read: .list(["a", "b"])),
                FieldBase(name: "priority", sent: .none, read: .text("High")),
                FieldBase(
                    name: "summary",
                    sent: .text("Debt in\nadmin.py"),
                    read: .text("Debt in admin.py"),
                    flip: FieldBase.Flip(value: .text("Mine"), count: 2)
                ),
            ]
        )
    }

    private func followed(_ row: String, _ key: String, path: String = "shop/web/views.py") -> Link {
        Link(
            row: RowKey(row),
            path: path,
            issue: IssueID(11),
            key: key,
            kind: .followed,
            agreed: .open,
            category: .new
        )
    }

    /// All that a list hands out, and in how many parts.
    private func all(_ list: LinkList, asJSON: Bool = false) -> (text: String, parts: Int) {
        var parts: [String] = []
        if asJSON { list.json { parts.append($0) } } else { list.text { parts.append($0) } }
        return (parts.joined(), parts.count)
    }

    @Test func `a list has a line for each link, its columns one below the other`() throws {
        let long = String(repeating: "deep/", count: 20) + "file.py"
        let list = LinkList([followed("1", "OVEN-11"), followed("20", "OVEN-11", path: long), full])
        try expectSnapshot(all(list).text, "links")
        let lines = all(list).text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
        try expectSnapshot(all(list, asJSON: true).text, "links-json")
        let json = try JSON(parsing: all(list, asJSON: true).text)
        #expect(json.array?.count == 3)
        #expect(json[2]?["path"]?.string == full.path)
        #expect(json[2]?["decision"]?.string == "unlink")
        #expect(json[0]?["decision"]?.isNull == true)
    }

    @Test func `an empty list says nothing, and is an array`() {
        #expect(all(LinkList([])).text.isEmpty)
        #expect(all(LinkList([]), asJSON: true).text == "[]\n")
    }

    @Test func `a long list is handed out in parts`() throws {
        let list = LinkList((0..<20_000).map { followed("\($0)", "CCS-\($0)") })
        let text = all(list)
        #expect(text.parts > 10 && text.parts < 100)
        #expect(text.text.utf8.count { $0 == UInt8(ascii: "\n") } == 20_000)
        let json = all(list, asJSON: true)
        #expect(json.parts > 10 && json.parts < 200)
        #expect(try JSON(parsing: json.text).array?.count == 20_000)
    }

    @Test func `a link with everything that the base holds`() throws {
        try expectSnapshot(LinkText(full).text + "\n" + LinkText(followed("7", "OVEN-11")).text, "link")
        try expectSnapshot(
            JSON.array([full.json, followed("7", "OVEN-11").json]).text(.pretty) + "\n",
            "link-json"
        )
        let coloured = LinkText(full, style: .coloured).text
        #expect(coloured.contains("\u{1b}[33munlink\u{1b}[0m"))
        #expect(!coloured.contains("\u{1b}[31m"))
    }

    @Test func `a check says what is wrong where, and what to do about it`() throws {
        let check = StateCheck(
            commit: "0123456789abcdef",
            serial: 3,
            links: 7,
            files: 1,
            faults: [
                StateCheck.Fault(
                    "state/links.yaml",
                    line: 6,
                    "expected managed or followed",
                    hint: "Go back."
                ),
                StateCheck.Fault("state/links.yaml", line: 9, "the row \u{202e}1 is odd", hint: "Go back."),
                StateCheck.Fault(
                    "state/notes.txt",
                    "the file does not belong to the state",
                    hint: "Move it."
                ),
            ]
        )
        let text = StateCheckText(check)
        try expectSnapshot(text.text, "state-check")
        #expect(text.hints == ["Go back.", "Move it."])
        try expectSnapshot(text.json.text(.pretty) + "\n", "state-check-json")
    }

    @Test func `a check of a sound state says so, and of none too`() {
        var check = StateCheck(commit: "0123456789abcdef", serial: 3, links: 7, files: 1, faults: [])
        #expect(
            StateCheckText(check).text
                == "The state is sound: 7 links in 1 file, serial 3, as of commit 0123456789ab.\n"
        )
        #expect(StateCheckText(check).json["sound"]?.bool == true)
        check.serial = nil
        #expect(StateCheckText(check).text.hasPrefix("There is no state yet."))
    }

    @Test func `very many hints are cut`() {
        let faults = (0..<300).map { StateCheck.Fault("state/\($0)", "odd", hint: "Undo \($0)") }
        let text = StateCheckText(StateCheck(commit: nil, serial: 1, links: 0, files: 0, faults: faults))
        #expect(text.hints.count == 8)
        #expect(text.text.split(separator: "\n").count == 300)
    }
}
