import JSON
import Reconciliation

/// A row as a line of `rows.jsonl`: an object with the table's column names, in the order of the schema.
struct RowRecord {
    private let columns: [(name: String, bytes: [UInt8])]

    init(_ schema: RowSchema) { columns = schema.columns.map { ($0, Array($0.utf8)) } }

    /// Writes a row.
    func write(_ row: Row, to writer: inout JSONWriter) {
        let parts: [ColumnValue] = [
            .text(row.key.text), .text(row.path), row.debt.map(ColumnValue.bool) ?? .null,
            row.text.map(ColumnValue.text) ?? .null, row.tickets.map(ColumnValue.list) ?? .null,
        ]
        writer.beginObject()
        for (column, value) in zip(columns, parts + row.also) {
            writer.key(column.name)
            switch value {
            case .null: writer.null()
            case .bool(let flag): writer.bool(flag)
            case .text(let text): writer.string(text)
            case .list(let list):
                writer.beginArray()
                for element in list { writer.string(element) }
                writer.endArray()
            }
        }
        writer.endObject()
        writer.endLine()
    }

    /// Reads the parts of a row that decide whether it is wanted, without making values of them.
    ///
    /// - Returns: What `body` returns.
    func peek<Result>(
        _ line: UnsafeRawBufferPointer,
        _ body: (_ key: Span<UInt8>, _ path: Span<UInt8>, _ hasDebt: Bool) -> Result
    ) throws(JSONError) -> Result {
        var scanner = JSONScanner(line)
        var key = Peeked()
        var path = Peeked()
        var found = 0
        var hasDebt = false
        try scanner.beginObject()
        while found < 3, let name = try scanner.nextKey() {
            if name == columns[0].bytes {
                key = try Peeked(&scanner)
            } else if name == columns[1].bytes {
                path = try Peeked(&scanner)
            } else if name == columns[2].bytes {
                hasDebt = try scanner.null() ? false : scanner.bool()
            } else {
                try scanner.skip()
                continue
            }
            found += 1
        }
        guard found == 3 else { throw scanner.failure("the key, the path or the debt is missing") }
        // The rest of a row that nobody wants is not looked at; that the line is whole is.
        guard line.last == UInt8(ascii: "}") || line.last == 0x0d else {
            throw scanner.failure("the line is cut off")
        }
        return key.withSpan { key in path.withSpan { path in body(key, path, hasDebt) } }
    }

    /// A text of a line: where it stands there, or, where it has escapes, without them.
    private struct Peeked {
        private var raw = UnsafeRawBufferPointer(start: nil, count: 0)
        private var decoded: [UInt8] = []

        init() {}

        init(_ scanner: inout JSONScanner) throws(JSONError) {
            if let raw = try scanner.rawString() {
                self.raw = raw
            } else {
                decoded = Array(try scanner.string().utf8)
            }
        }

        func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
            decoded.withUnsafeBytes { decoded in
                body((decoded.isEmpty ? raw : decoded).assumingMemoryBound(to: UInt8.self).span)
            }
        }
    }

    /// Reads no more of a line than its key, and returns what `body` does.
    func peekKey<Result>(
        _ line: UnsafeRawBufferPointer,
        _ body: (_ key: Span<UInt8>) -> Result
    ) throws(JSONError) -> Result {
        var scanner = JSONScanner(line)
        try scanner.beginObject()
        while let name = try scanner.nextKey() {
            guard name == columns[0].bytes else {
                try scanner.skip()
                continue
            }
            if let raw = try scanner.rawString() { return body(raw.assumingMemoryBound(to: UInt8.self).span) }
            return body(try scanner.string().utf8Span.span)
        }
        throw scanner.failure("the key is missing")
    }

    /// Reads a line.
    func read(_ line: UnsafeRawBufferPointer) throws(JSONError) -> Row {
        var scanner = JSONScanner(line)
        var values: [ColumnValue?] = Array(repeating: nil, count: columns.count)
        try scanner.beginObject()
        var expected = 0
        while let name = try scanner.nextKey() {
            let index =
                expected < columns.count && name == columns[expected].bytes
                ? expected : columns.firstIndex { name == $0.bytes }
            guard let index else {
                try scanner.skip()
                continue
            }
            expected = index + 1
            switch try scanner.peek() {
            case .null: values[index] = try scanner.null() ? .null : nil
            case .bool: values[index] = .bool(try scanner.bool())
            case .array: values[index] = .list(try IssueRecord.strings(&scanner))
            default: values[index] = .text(try scanner.string())
            }
        }
        try scanner.finish()
        if let missing = values.firstIndex(of: nil) {
            throw scanner.failure("the column \(columns[missing].name) is missing")
        }
        guard case .text(let key) = values[0], case .text(let path) = values[1] else {
            throw scanner.failure("the key or the path is no text")
        }
        var row = Row(key: RowKey(key), path: path, debt: nil, text: nil, tickets: nil)
        if case .bool(let flag) = values[2] { row.debt = flag }
        if case .text(let text) = values[3] { row.text = text }
        if case .list(let tickets) = values[4] { row.take(tickets) }
        row.also = values.dropFirst(5).map { $0 ?? .null }
        return row
    }
}
