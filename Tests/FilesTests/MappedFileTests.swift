import Files
import TestSupport
import Testing

@Suite struct MappedFileTests: ~Copyable {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func lines(of text: String) throws -> [String] {
        let file = try MappedFile(folder.write(text, to: "file"))
        var lines: [String] = []
        file.forEachLine { lines.append("\($1) " + String(decoding: $0, as: UTF8.self)) }
        return lines
    }

    @Test(arguments: [
        ("", []), ("\n\n", []), ("a", ["1 a"]), ("a\n", ["1 a"]), ("a\n\nb\r\nc", ["1 a", "3 b\r", "4 c"]),
    ])
    func `lines come with their numbers, but for empty ones`(text: String, expected: [String]) throws {
        #expect(try lines(of: text) == expected)
    }

    @Test func `a file beyond the stretch that is kept in memory is read to its end`() throws {
        let line = String(repeating: "x", count: 1023) + "\n"
        let file = try MappedFile(folder.write(String(repeating: line, count: 9 << 10), to: "file"))
        var count = 0
        file.forEachLine { bytes, _ in count += bytes.allSatisfy { $0 == UInt8(ascii: "x") } ? bytes.count : 0
        }
        #expect(count == 1023 * (9 << 10))
    }

    @Test func `what is not there is an error`() {
        let error = #expect(throws: FileError.self) { _ = try MappedFile("/nowhere/file") }
        #expect(error?.description == "/nowhere/file cannot be read: No such file or directory")
    }
}
