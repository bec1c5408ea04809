internal import JSON

/// A destination that a browser may be sent to.
struct LinkTarget: Equatable {
    let address: String
    let title: String

    /// Creates a target, or nil when the destination is relative, empty or of an unusual scheme.
    init?(_ destination: String, title: String) {
        let lowercased = destination.lowercased()
        guard
            let scheme = ["https://", "http://", "mailto:"].first(where: lowercased.hasPrefix),
            destination.utf8.count > scheme.utf8.count
        else { return nil }
        address = destination.printable.unicodeScalars.map(Self.encoded).joined()
        self.title = title.printable
    }

    /// Returns a destination that is no target, as words: nothing that was written is lost.
    static func words(_ destination: String, title: String) -> String {
        title.isEmpty ? destination : "\(destination) \"\(title)\""
    }

    var attributes: JSON {
        title.isEmpty ? ["href": .string(address)] : ["href": .string(address), "title": .string(title)]
    }

    /// Returns the characters that RFC 3986 allows nowhere in percent encoding, all others as they are.
    private static func encoded(_ scalar: Unicode.Scalar) -> String {
        guard scalar.isASCII, "\t\n \"<>\\^`{|}".unicodeScalars.contains(scalar) else {
            return String(scalar)
        }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "%" + String(repeating: "0", count: 2 - digits.count) + digits
    }
}
