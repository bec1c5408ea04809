internal import JSON
internal import Notation

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
        address = Self.encoding.encode(destination.printable)
        self.title = title.printable
    }

    /// Returns a destination that is no target, as words: nothing that was written is lost.
    static func words(_ destination: String, title: String) -> String {
        title.isEmpty ? destination : "\(destination) \"\(title)\""
    }

    var attributes: JSON {
        title.isEmpty ? ["href": .string(address)] : ["href": .string(address), "title": .string(title)]
    }

    /// The ASCII characters that RFC 3986 allows nowhere are encoded, all others stay as they are.
    private static let encoding = PercentEncoding(encoding: "\t\n \"<>\\^`{|}")
}
