internal import Glibc
internal import Notation

/// The names of fields as they occurred in the entry before.
///
/// Nearly all entries have the same fields, so nearly all names are found here and none is decoded anew.
struct FieldNames {
    /// A name as it stands in the file, and what it means.
    struct Known {
        let raw: [UInt8]
        let name: String
    }

    /// The number of fields that the entry before had.
    var expected = 0

    /// The number of bytes that the last name has in the file.
    var lastLength = 0

    fileprivate var known: [Known] = []
}

extension LinkScanner {
    /// Reads the name of the field with this index, up to its colon.
    mutating func fieldName(_ index: Int) throws(Failure) -> String {
        guard matches("  sent ") else { throw failure(unexpectedField) }
        position += 7
        if index < names.known.count, matches(names.known[index].raw),
            matches(": ", at: position + names.known[index].raw.count)
        {
            names.lastLength = names.known[index].raw.count
            position += names.lastLength
            return names.known[index].name
        }
        let start = position
        while position < bytes.count,
            LinkLabel.isPlain(bytes[position]) || bytes[position] == UInt8(ascii: "%")
        {
            position += 1
        }
        let raw = Array(bytes[start..<position])
        guard let name = Self.decoded(raw) else {
            throw failure("the field's name is not written in the one way")
        }
        if index < names.known.count {
            names.known[index] = FieldNames.Known(raw: raw, name: name)
        } else {
            names.known.append(FieldNames.Known(raw: raw, name: name))
        }
        names.lastLength = raw.count
        return name
    }

    private var unexpectedField: String {
        let word = bytes[(position + 2)...].prefix { LinkLabel.isPlain($0) || $0 == UInt8(ascii: " ") }
        return "‘\(String(decoding: word, as: UTF8.self))’ is not a field, or not in its place"
    }

    private static func decoded(_ raw: [UInt8]) -> String? {
        guard raw != [UInt8(ascii: "%")] else { return "" }
        guard let name = String(validating: PercentEncoding.decode(raw), as: UTF8.self) else { return nil }
        // Who writes a name otherwise, with a digit in lower case, say, is told.
        var again: [UInt8] = []
        LinkLabel.encode(name, into: &again)
        return again == raw ? name : nil
    }
}
