import JSON
import Testing

struct ScannerTests {
    private func scan<Result>(
        _ text: String,
        _ body: (inout JSONScanner) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try Array(text.utf8).withUnsafeBufferPointer { (buffer) throws(JSONError) in
            var scanner = JSONScanner(UnsafeRawBufferPointer(buffer))
            return try body(&scanner)
        }
    }

    @Test func `reads a record of a known schema`() throws {
        let text =
            #" {"row":"2006", "skipped": {"a":[1,"]}",{}],"b":null}, "debt":true, "n": -7, "tickets":["A-1","A-2"], "note":null} "#
        var seen: [String] = []
        try scan(text) { (scanner) throws(JSONError) in
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                switch key {
                case "row": seen.append(try scanner.string())
                case "debt": seen.append(try scanner.bool().description)
                case "n": seen.append(try scanner.integer().description)
                case "note": seen.append(try scanner.optionalString() ?? "none")
                case "tickets":
                    try scanner.beginArray()
                    while try scanner.nextElement() { seen.append(try scanner.string()) }
                default:
                    seen.append(key.text)
                    try scanner.skip()
                }
            }
            try scanner.finish()
        }
        #expect(seen == ["2006", "skipped", "true", "-7", "A-1", "A-2", "none"])
    }

    @Test func `compares keys that are written with escapes`() throws {
        let isRow = try scan(#"{"r\u006fw":1}"#) { (scanner) throws(JSONError) in
            try scanner.beginObject()
            return try scanner.nextKey().map { ($0 == "row", $0 == "rov", $0.text) }
        }
        #expect(isRow?.0 == true)
        #expect(isRow?.1 == false)
        #expect(isRow?.2 == "row")
    }

    @Test func `gives the bytes of a string without escapes and stays before one with escapes`() throws {
        try scan(#"["plain é","with\n"]"#) { (scanner) throws(JSONError) in
            try scanner.beginArray()
            _ = try scanner.nextElement()
            let raw = try scanner.rawString().map { String(decoding: $0, as: UTF8.self) }
            #expect(raw == "plain é")
            _ = try scanner.nextElement()
            #expect(try scanner.rawString() == nil)
            #expect(try scanner.string() == "with\n")
            #expect(try scanner.nextElement() == false)
        }
    }

    @Test func `reads one value after another`() throws {
        let values = try scan("1\n[2]\n\"x\"\n") { (scanner) throws(JSONError) in
            var values: [JSON] = []
            while !scanner.atEnd() { values.append(try scanner.value()) }
            return values
        }
        #expect(values == [1, [2], "x"])
    }

    @Test(arguments: ["[1.5]", "[1e3]", "[9223372036854775808]", "[\"1\"]", "[true]"])
    func `refuses what is no whole number`(text: String) {
        #expect(throws: JSONError.self) {
            try scan(text) { (scanner) throws(JSONError) in
                try scanner.beginArray()
                _ = try scanner.nextElement()
                return try scanner.integer()
            }
        }
    }

    @Test func `says what kind of value comes next`() throws {
        let kinds = try scan(#"[null,false,-1,"",[],{}]"#) { (scanner) throws(JSONError) in
            var kinds: [JSONScanner.Kind] = [try scanner.peek()]
            try scanner.beginArray()
            while try scanner.nextElement() {
                kinds.append(try scanner.peek())
                try scanner.skip()
            }
            return kinds
        }
        #expect(kinds == [.array, .null, .bool, .number, .string, .array, .object])
    }

    @Test func `reads an empty buffer as an early end`() {
        var scanner = JSONScanner(UnsafeRawBufferPointer(start: nil, count: 0))
        let isAtEnd = scanner.atEnd()
        #expect(isAtEnd)
        #expect(throws: JSONError.self) { try scanner.value() }
    }
}
