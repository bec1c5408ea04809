import Hashing
import Reconciliation

/// Random numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

let digester = Digester { Digest(words: SHA256.words(of: $0)) }

/// Makes links with all that a text can hold.
struct Generator {
    private static let oddTexts = [
        "", " ", "NULL", "null", "~", "true", "No", "0001", "1e3", "0x1F", "1:30", "2026-11-23", ".inf",
        "- a", "a: b",
        "a #b", "{}", "[]", "\"", "\\", "'", "%", "%41", "a\nb", "\r\n", "\t", "\u{0}", "\u{7F}", "\u{85}",
        "\u{2028}",
        "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "\u{1F600}", "é", "e\u{301}", "Ünï/cödé.py",
        "row 1 CCS-1:",
        "<<<<<<< HEAD", "=======", "日本語", "\u{10FFFF}", "a\\u0041", "...", "---", "!tag", "&a", "*a", "?",
        "|", ">",
    ]
    private var numbers: SeededNumbers

    init(seed: UInt64) { numbers = SeededNumbers(seed) }

    mutating func text() -> String {
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: return Self.oddTexts.randomElement(using: &numbers) ?? ""
        case 1:
            let parts = (0..<Int.random(in: 0..<4, using: &numbers)).map { _ in
                Self.oddTexts.randomElement(using: &numbers) ?? ""
            }
            return parts.joined()
        case 2: return "src/module\(Int.random(in: 0..<1000, using: &numbers))/file.swift"
        default:
            let length = Int.random(in: 0..<300, using: &numbers)
            return String(
                (0..<length).map { _ in "abcdefghij klm\"\\".randomElement(using: &numbers) ?? "x" }
            )
        }
    }

    mutating func digest() -> Digest {
        Digest(words: (numbers.next(), numbers.next(), numbers.next(), numbers.next()))
    }

    mutating func value() -> FieldValue {
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: return .none
        case 1: return .digest(digest())
        case 2:
            let texts = Set((0..<Int.random(in: 0..<5, using: &numbers)).map { _ in RowKey(text()) })
            return .list(texts.sorted().map(\.text))
        default: return .text(text())
        }
    }

    mutating func fields() -> [FieldBase] {
        let names = [
            "summary", "description", "labels", "priority", "customfield_10010", "sent", "", "Größe", "x y",
            "%",
        ]
        return Set(names.filter { _ in Bool.random(using: &numbers) }.map { RowKey($0) }).sorted().map {
            name in
            let sent = value()
            return FieldBase(
                name: name.text,
                sent: sent,
                read: Bool.random(using: &numbers) ? sent : value(),
                flip: flip()
            )
        }
    }

    mutating func flip() -> FieldBase.Flip? {
        guard Int.random(in: 0..<3, using: &numbers) == 0 else { return nil }
        let count = Bool.random(using: &numbers) ? 1 : Int.random(in: 1...Int.max, using: &numbers)
        return FieldBase.Flip(value: value(), count: count)
    }

    mutating func link(row: String? = nil) -> Link {
        let number = UInt64.random(in: 0...20_000, using: &numbers)
        let isManaged = Bool.random(using: &numbers)
        return Link(
            row: RowKey(row ?? text()),
            path: text(),
            issue: IssueID(Int.random(in: 0..<50, using: &numbers) == 0 ? .max : number),
            key: Bool.random(using: &numbers) ? "CCS-\(number % 30)" : text(),
            kind: isManaged ? .managed : .followed,
            agreed: Link.Agreement.allCases.randomElement(using: &numbers) ?? .open,
            category: StatusCategory.allCases.randomElement(using: &numbers) ?? .new,
            decision: Bool.random(using: &numbers)
                ? Link.Decision.allCases.randomElement(using: &numbers) : nil,
            operation: isManaged ? text() : nil,
            content: Bool.random(using: &numbers) ? digest() : nil,
            text: Bool.random(using: &numbers) ? digest() : nil,
            fields: isManaged ? fields() : []
        )
    }

    /// Links in order, no two of one row and issue.
    mutating func links(_ count: Int) -> [Link] {
        var links: [Link] = []
        for _ in 0..<count {
            links.append(link(row: Int.random(in: 0..<3, using: &numbers) == 0 ? "shared" : nil))
        }
        var unique: [Link] = []
        for link in links.sorted() where unique.last.map({ $0 < link }) ?? true { unique.append(link) }
        return unique
    }

    mutating func shuffled(_ links: [Link]) -> [Link] { links.shuffled(using: &numbers) }

    mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &numbers) }
}

extension State {
    /// A state with links as they come from a run over a table of this many rows.
    static func plain(_ count: Int, serial: Int = 1) -> State {
        State(
            lineage: "6f0c2f0a-6c3e-4b57-9d4e-111111111111",
            serial: serial,
            scope: Scope(
                site: "https://example.atlassian.net",
                project: "CCS",
                projectID: "10000",
                table: "db/public.file_audit"
            ),
            watermark: Watermark(changes: 1_764_000_000_000, full: 1_763_000_000_000),
            links: (0..<count).map { Link.plain($0) }.sorted()
        )
    }
}

extension Link {
    /// A managed link like most.
    static func plain(_ number: Int) -> Link {
        Link(
            row: RowKey("\(2000 + number)"),
            path: "src/routers/module_\(number % 97)/batch_sitemap_\(number).py",
            issue: IssueID(UInt64(10_000 + number)),
            key: "CCS-\(number + 1)",
            kind: .managed,
            agreed: .open,
            category: .new,
            operation: "0b9c7d1e-0000-4000-8000-00000000000\(number % 10)",
            content: digester.digest("content \(number)"),
            text: digester.digest("text \(number)"),
            fields: [
                FieldBase(
                    name: "description",
                    sent: .digest(digester.digest("sent \(number)")),
                    read: .digest(digester.digest("read \(number)"))
                ),
                FieldBase(
                    name: "labels",
                    sent: .list(["audit-jira", "layer-2", "technical-debt"]),
                    read: .list(["audit-jira", "layer-2", "technical-debt"])
                ),
                FieldBase(
                    name: "summary",
                    sent: .text("Technical debt in src/routers/batch_sitemap_\(number).py"),
                    read: .text("Technical debt in src/routers/batch_sitemap_\(number).py")
                ),
            ]
        )
    }
}
