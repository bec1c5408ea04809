/// Which rows a reader has to hand over, decided on raw bytes so that the others never become values.
///
/// Rows with debt always are of interest, and rows whose key or path a link names. The names are held as 64-bit hashes;
/// a collision hands over a row too many, which does no harm.
public struct RowInterest: Sendable {
    private let names: Set<UInt64>
    private let isEverything: Bool

    /// Wants rows with debt, and those of the given keys and paths.
    public init(keys: some Sequence<RowKey>, paths: some Sequence<String>) {
        var names: Set<UInt64> = []
        for key in keys { names.insert(Self.hash(key.text.utf8Span.span)) }
        for path in paths { names.insert(Self.hash(path.utf8Span.span)) }
        self.names = names
        self.isEverything = false
    }

    private init() {
        names = []
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
        hasDebt || isEverything || names.contains(Self.hash(key)) || names.contains(Self.hash(path))
    }

    /// FNV-1a with a final mix; deterministic, unlike `Hasher`.
    private static func hash(_ bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        hash ^= hash >> 32
        return hash &* 0x9e37_79b9_7f4a_7c15
    }
}
