/// All row keys that were seen, to find one that comes twice: exact, in about 20 bytes a key.
///
/// The keys' bytes stand one after the other; an open-addressing table of their places finds them again.
public struct RowKeyRegister: Sendable {
    private var bytes: [UInt8] = []
    /// Where each key ends in `bytes`, by its number.
    private var ends: [UInt32] = []
    /// The number of a key plus one, by hash; 0 where there is none.
    ///
    /// The size is a power of two.
    private var table: [UInt32] = Array(repeating: 0, count: 1024)

    /// Starts with no key.
    public init() {}

    /// How many keys were inserted.
    public var count: Int { ends.count }

    /// Inserts a key, and returns whether it was new.
    public mutating func insert(_ key: Span<UInt8>) -> Bool {
        if (ends.count + 1) * 2 > table.count { grow() }
        var slot = Self.hash(key) & (table.count - 1)
        while table[slot] != 0 {
            if isKey(Int(table[slot]) - 1, key) { return false }
            slot = (slot + 1) & (table.count - 1)
        }
        for index in key.indices { bytes.append(key[index]) }
        ends.append(UInt32(bytes.count))
        table[slot] = UInt32(ends.count)
        return true
    }

    private func isKey(_ number: Int, _ key: Span<UInt8>) -> Bool {
        let start = number == 0 ? 0 : Int(ends[number - 1])
        guard Int(ends[number]) - start == key.count else { return false }
        for index in key.indices where bytes[start + index] != key[index] { return false }
        return true
    }

    private mutating func grow() {
        var larger = [UInt32](repeating: 0, count: table.count * 2)
        for number in ends.indices {
            let start = number == 0 ? 0 : Int(ends[number - 1])
            let hash = bytes.withUnsafeBufferPointer { buffer in
                Self.hash(UnsafeBufferPointer(rebasing: buffer[start..<Int(ends[number])]).span)
            }
            var slot = hash & (larger.count - 1)
            while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = UInt32(number + 1)
        }
        table = larger
    }

    private static func hash(_ key: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in key.indices { hash = (hash ^ UInt64(key[index])) &* 0x100_0000_01b3 }
        hash ^= hash >> 32
        hash = hash &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: hash >> 20)
    }
}
