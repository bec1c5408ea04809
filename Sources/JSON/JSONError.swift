/// A place in a text that is not JSON, as RFC 8259 has it, or not the JSON that the reader asked for.
public struct JSONError: Error, Hashable, Sendable {
    /// The fault, as a phrase without a stop; no content of the text enters it.
    public let message: String
    /// The distance from the beginning in bytes.
    public let offset: Int
    /// The line, counted from 1.
    public let line: Int
    /// The column in bytes, counted from 1.
    public let column: Int

    /// Creates an error for a known place.
    public init(message: String, offset: Int, line: Int, column: Int) {
        self.message = message
        self.offset = offset
        self.line = line
        self.column = column
    }

    /// Creates an error and counts the lines before the offset.
    init(_ message: String, at offset: Int, in bytes: UnsafeRawBufferPointer) {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let column = offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        self.init(message: message, offset: offset, line: line, column: column)
    }
}

extension JSONError: CustomStringConvertible {
    /// The place and what is wrong there.
    public var description: String { "line \(line), column \(column): \(message)" }
}
