/// PostgreSQL's text form of a one-dimensional array: `{a,"b c",NULL}`.
public enum TextArray {
    /// Reads an array; `nil` elements are NULL.
    ///
    /// - Throws: `PostgresError` of kind `value` when it is malformed or has more than one dimension.
    public static func parse(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) -> [String?] {
        var parser = unsafe Parser(bytes: bytes)
        return try parser.array()
    }

    /// Reads an array from a string.
    public static func parse(_ text: String) throws(PostgresError) -> [String?] {
        let bytes = Array(text.utf8)
        return try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(PostgresError) in
            try unsafe parse(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Writes an array.
    public static func literal(_ elements: [String?]) -> String {
        var text: [UInt8] = [0x7B]
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(0x2C) }
            guard let element else {
                text += "NULL".utf8
                continue
            }
            text.append(0x22)
            for byte in element.utf8 {
                if byte == 0x22 || byte == 0x5C { text.append(0x5C) }
                text.append(byte)
            }
            text.append(0x22)
        }
        text.append(0x7D)
        return String(decoding: text, as: UTF8.self)
    }
}

/// A reader of one array; every step looks at one byte.
@safe private struct Parser {
    let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

    private var next: UInt8? { unsafe offset < bytes.count ? bytes[offset] : nil }

    private func failure(_ what: String) -> PostgresError {
        PostgresError(.value, "an array in PostgreSQL's text form \(what) at byte \(offset)")
    }

    mutating func array() throws(PostgresError) -> [String?] {
        // An array that does not begin at index 1 has its bounds in front: [0:1]={a,b}.
        if next == UInt8(ascii: "[") {
            while let byte = next, byte != UInt8(ascii: "=") {
                _ = byte
                offset += 1
            }
            offset += 1
        }
        guard next == UInt8(ascii: "{") else { throw failure("does not begin with a brace") }
        offset += 1
        var elements: [String?] = []
        if next == UInt8(ascii: "}") {
            offset += 1
        } else {
            while true {
                elements.append(try element())
                guard let byte = next else { throw failure("ends early") }
                offset += 1
                if byte == UInt8(ascii: "}") { break }
                guard byte == UInt8(ascii: ",") else { throw failure("has no comma") }
            }
        }
        guard next == nil else { throw failure("goes on after its end") }
        return elements
    }

    private mutating func element() throws(PostgresError) -> String? {
        var content: [UInt8] = []
        switch next {
        case UInt8(ascii: "{"): throw failure("has more than one dimension")
        case UInt8(ascii: "\""):
            offset += 1
            while let byte = next, byte != UInt8(ascii: "\"") {
                if byte == UInt8(ascii: "\\") { offset += 1 }
                guard let taken = next else { break }
                content.append(taken)
                offset += 1
            }
            guard next != nil else { throw failure("ends within quotes") }
            offset += 1
            return String(decoding: content, as: UTF8.self)
        default:
            while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
                if byte == UInt8(ascii: "\\") { offset += 1 }
                guard let taken = next else { break }
                content.append(taken)
                offset += 1
            }
            let text = String(decoding: content, as: UTF8.self)
            guard !text.isEmpty else { throw failure("has an empty element") }
            return content.count == 4 && text.uppercased() == "NULL" ? nil : text
        }
    }
}
