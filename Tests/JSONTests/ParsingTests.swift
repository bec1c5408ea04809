import JSON
import Testing

struct ParsingTests {
    private static let allowed: [(String, JSON)] = [
        ("null", nil), ("true", true), (" \t\r\n false ", false),
        ("0", 0), ("-0", 0), ("42", 42), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .double(0x1p63)),
        ("1.0", 1.0), ("1e2", 100.0), ("-2.5E-1", -0.25),
        ("123456789012345678901234567890", 1.2345678901234568e29),
        (#""""#, ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude00""#, "😀"), ("\"é€😀\"", "é€😀"),
        ("[]", []), ("[1,[2],{}]", [1, [2], [:]]),
        (#"{"a":1,"b":{"c":[null]}}"#, ["a": 1, "b": ["c": [nil]]]),
        ("\u{FEFF}[1]", [1]),
    ]

    @Test(arguments: allowed)
    func `reads what RFC 8259 allows`(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulL", "True", "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "0x1", "NaN",
        "Infinity", "1e999",
        "\"", "\"a", "\"\n\"", "\"\t\"", "\"\u{0}\"", #""\x""#, #""\u12""#, #""\u12g4""#, #""\u+123""#, "'a'",
        "[", "[1", "[1,", "[,", "[1,]", "[1 2]", "[1}", "]", "{", "{\"a\"", "{\"a\":", "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":1]", "{,}", "1 2", "[] []",
        "// no", "[1]\u{0}",
    ])
    func `refuses what it forbids`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]]
    )
    func `refuses bytes that are not UTF-8`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22] + bytes + [0x22]) }
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22] + bytes) }
    }

    @Test(arguments: [
        (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
    ])
    func `puts U+FFFD in the place of half a surrogate pair`(text: String, value: String) throws {
        #expect(try JSON(parsing: text).string == value)
    }

    @Test func `refuses two members of one name, and tells names apart by their bytes`() throws {
        #expect(throws: JSONError.self) { try JSON(parsing: #"{"a":1,"b":2,"\u0061":3}"#) }
        let composed = try JSON(parsing: #"{"\u00e9":1,"e\u0301":2}"#)
        #expect(composed.object?.count == 2)
        #expect(composed["\u{E9}"] == 1)
        #expect(composed["e\u{301}"] == 2)
    }

    @Test func `reads 256 levels and not one more`() throws {
        let brackets = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        #expect(try JSON(parsing: brackets(256)).array?.count == 1)
        #expect(throws: JSONError.self) { try JSON(parsing: brackets(257)) }
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 100_000)) }
        #expect(
            try JSON(parsing: "[" + Array(repeating: "[]", count: 1000).joined(separator: ",") + "]").array?
                .count == 1000
        )
    }

    @Test func `names the place of an error`() throws {
        let error = try #require(throws: JSONError.self) {
            try JSON(parsing: "{\n  \"a\": 1,\n  \"b\": tru\n}")
        }
        #expect(error == JSONError(message: "a value is expected here", offset: 19, line: 3, column: 8))
        #expect(error.description == "line 3, column 8: a value is expected here")
    }
}
