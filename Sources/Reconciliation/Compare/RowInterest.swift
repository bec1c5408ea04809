/// Which rows a reader has to hand over, decided on raw bytes so that the others never become values.
///
/// Rows with debt always are of interest, and rows whose key or path a link names. The names are held as 64-bit hashes;
/// a collision hands over a row too many, which does no harm.
public struct RowInterest: Sendable {
    /// The hashes, each at the first free place from that on which its low bits name; 0 where there is none.
    ///
    /// The size is a power of two.
    private var names: [UInt64]
    private let isEverything: Bool

    /// Wants rows with debt, and those whose key or path a link names.
    public init(of links: [Link]) {
        self.init(room: links.count * 2)
        for index in links.indices {
            insert(links[index].row.text)
            insert(links[index].path)
        }
    }

    /// Wants rows with debt, and those of the given keys and paths.
    public init(keys: [RowKey], paths: [String] = []) {
        self.init(room: keys.count + paths.count)
        for key in keys { insert(key.text) }
        for path in paths { insert(path) }
    }

    private init(room: Int) {
        // At most half of the places are taken.
        names = [UInt64](repeating: 0, count: 1 << (Int.bitWidth - (room * 2).leadingZeroBitCount))
        isEverything = false
    }

    private init() {
        names = [0]
        isEverything = true
    }

    /// Wants every row.
    public static let everything = RowInterest()

    /// Returns whether a row is to be handed over.
    ///
    /// - Parameters:
    ///   - key: The UTF-8 of its key.
    ///   - path: The UTF-8 of its path.
    ///   - hasDebt: Whether its debt column is true.
    /// - Returns: True when the reader must hand it over.
    public func wants(key: Span<UInt8>, path: Span<UInt8>, hasDebt: Bool) -> Bool {
        hasDebt || isEverything || contains(key) || contains(path)
    }

    /// Returns whether the row of a key may be one of those named.
    public func wants(key: Span<UInt8>) -> Bool { isEverything || contains(key) }

    private func contains(_ name: Span<UInt8>) -> Bool {
        let hash = ByteHash.of(name)
        var place = Int(truncatingIfNeeded: hash) & (names.count - 1)
        while names[place] != 0 {
            if names[place] == hash { return true }
            place = (place + 1) & (names.count - 1)
        }
        return false
    }

    private mutating func insert(_ name: String) {
        let hash = ByteHash.of(name.utf8Span.span)
        var place = Int(truncatingIfNeeded: hash) & (names.count - 1)
        while names[place] != 0 {
            if names[place] == hash { return }
            place = (place + 1) & (names.count - 1)
        }
        names[place] = hash
    }
}
