internal import Glibc
internal import Reconciliation

/// Reads a links file, which has to be exactly as ``LinkWriter`` writes it.
///
/// It knows the one order of the fields and compares bytes, which is fast; and it takes nothing else, so that a
/// file that a merge or a hand has spoilt is named and not guessed at.
struct LinkScanner {
    /// A fault and its place.
    struct Failure: Error {
        let offset: Int
        let message: String
    }

    let bytes: UnsafeRawBufferPointer
    var position = 0
    private var label = LinkLabel()
    private var numbers = LabelNumbers()
    var names = FieldNames()
    var lists = KnownLists()

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Appends the links of a file to `links`.
    static func read(_ file: [UInt8], named name: String, into links: inout [Link]) throws(StateFault) {
        let failure: Failure? = file.withUnsafeBytes { bytes in
            var scanner = LinkScanner(bytes)
            do throws(Failure) {
                try scanner.read(into: &links)
                return nil
            } catch {
                return error
            }
        }
        guard let failure else { return }
        let line = file.prefix(failure.offset).count { $0 == UInt8(ascii: "\n") } + 1
        throw StateFault(name, line: line, failure.message)
    }

    private mutating func read(into links: inout [Link]) throws(Failure) {
        if matches("{}\n"), bytes.count == 3 { return }
        guard !bytes.isEmpty else { throw failure("the file is empty") }
        let first = links.count
        while position < bytes.count {
            let (link, label) = try entry()
            try check(link, label, after: links.count > first ? links[links.count - 1] : nil)
            links.append(link)
        }
    }

    /// Reads an entry, and tells where its first line stands.
    mutating func entry() throws(Failure) -> (link: Link, label: Range<Int>) {
        let start = position
        guard matches("row ") else { throw failure("expected the first line of an entry, ‘row … …:’") }
        let end = try endOfLine()
        position = end + 1
        let row = RowKey(try text("  row: "))
        let path = try text("  path: ")
        let issue = IssueID(try number("  issue: "))
        let key = try text("  key: ")
        let kind = try word("  kind: ", Self.kinds)
        let agreed = try word("  agreed: ", Self.agreements)
        let category = try word("  category: ", Self.categories)
        var link = Link(
            row: row,
            path: path,
            issue: issue,
            key: key,
            kind: kind,
            agreed: agreed,
            category: category
        )
        if matches("  decision: ") { link.decision = try word("  decision: ", Self.decisions) }
        if matches("  operation: ") { link.operation = try text("  operation: ") }
        if matches("  content: ") { link.content = try digest("  content: ") }
        if matches("  text: ") { link.text = try digest("  text: ") }
        link.fields = try fields()
        return (link, start..<end)
    }

    /// Throws when an entry has no place after the one before, or when its first line says something else.
    mutating func check(_ link: Link, _ label: Range<Int>, after last: Link?) throws(Failure) {
        let number = numbers.number(of: link)
        if let last, !(last < link) {
            let isSame = last.row == link.row && last.issue == link.issue
            throw Failure(
                offset: label.lowerBound,
                message: "this entry \(isSame ? "occurs twice" : "is not in order")"
            )
        }
        self.label.set(link, number: number)
        guard bytes[label].elementsEqual(self.label.bytes) else {
            throw Failure(
                offset: label.lowerBound,
                message: "the entry's first line does not say what its fields say"
            )
        }
    }

    private static let kinds = words(Link.Kind.allCases.map { ($0.rawValue, $0) })
    private static let agreements = words(Link.Agreement.allCases.map { ($0.rawValue, $0) })
    private static let categories = words(StatusCategory.allCases.map { ($0.rawValue, $0) })
    private static let decisions = words(Link.Decision.allCases.map { ($0.rawValue, $0) })

    private static func words<Value>(_ list: [(String, Value)]) -> [(word: [UInt8], value: Value)] {
        list.map { (Array($0.0.utf8) + [UInt8(ascii: "\n")], $0.1) }
    }

    private mutating func text(_ heading: StaticString) throws(Failure) -> String {
        try skip(heading)
        let text = try quoted()
        try endLine()
        return text
    }

    private mutating func digest(_ heading: StaticString) throws(Failure) -> Digest {
        try skip(heading)
        let digest = try digest()
        try endLine()
        return digest
    }

    private mutating func number(_ heading: StaticString) throws(Failure) -> UInt64 {
        try skip(heading)
        return try number()
    }

    private mutating func number() throws(Failure) -> UInt64 {
        let start = position
        var number: UInt64 = 0
        while position < bytes.count, case let digit = bytes[position] &- 0x30, digit < 10 {
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry, position == start || number > 0 else {
                throw failure("expected a number")
            }
            number = sum
            position += 1
        }
        guard position > start else { throw failure("expected a number") }
        try endLine()
        return number
    }

    private mutating func word<Value>(
        _ heading: StaticString,
        _ words: [(word: [UInt8], value: Value)]
    ) throws(Failure) -> Value {
        try skip(heading)
        for (word, value) in words where matches(word) {
            position += word.count
            return value
        }
        let allowed = words.map { String(decoding: $0.word.dropLast(), as: UTF8.self) }
        throw failure("expected \(allowed.dropLast().joined(separator: ", ")) or \(allowed.last ?? "")")
    }

    private mutating func fields() throws(Failure) -> [FieldBase] {
        guard matches("  ") else { return [] }
        var fields: [FieldBase] = []
        fields.reserveCapacity(names.expected)
        while matches("  ") {
            let start = position
            let name = try fieldName(fields.count)
            if let last = fields.last, !last.name.precedes(name) {
                throw Failure(offset: start, message: "the field \(name) occurs twice or is not in order")
            }
            try skip(": ")
            let sent = try value()
            try endLine()
            var field = FieldBase(name: name, sent: sent, read: sent)
            if goesOn("  read ", start) {
                let line = position
                skipHeading("  read ")
                field.read = try value()
                guard !field.read.isIdentical(to: sent) else {
                    throw Failure(offset: line, message: "the field \(name) says the same twice")
                }
                try endLine()
            }
            if goesOn("  flips ", start) { field.flip = try flip(start) }
            fields.append(field)
        }
        names.expected = fields.count
        return fields
    }

    private mutating func flip(_ start: Int) throws(Failure) -> FieldBase.Flip {
        skipHeading("  flips ")
        let place = position
        guard let count = Int(exactly: try number()), count > 0 else {
            throw Failure(offset: place, message: "expected a number from 1")
        }
        guard goesOn("  flipped ", start) else { throw failure("expected the field’s ‘flipped’") }
        skipHeading("  flipped ")
        let value = try value()
        try endLine()
        return FieldBase.Flip(value: value, count: count)
    }

    /// Whether the line here begins with `heading` and the name of the field whose `sent` stands at `start`.
    private func goesOn(_ heading: StaticString, _ start: Int) -> Bool {
        let length = names.lastLength + 2
        let name = position + heading.utf8CodeUnitCount
        guard matches(heading), name + length <= bytes.count, let base = bytes.baseAddress else {
            return false
        }
        return memcmp(base + start + 7, base + name, length) == 0
    }

    /// Goes past the beginning of a line for which `goesOn` holds.
    private mutating func skipHeading(_ heading: StaticString) {
        position += heading.utf8CodeUnitCount + names.lastLength + 2
    }
}
