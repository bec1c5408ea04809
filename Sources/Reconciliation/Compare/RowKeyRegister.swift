/// All row keys that were seen, to find one that comes twice: exact, in about 30 bytes a key.
///
/// The keys' bytes stand one after the other; an open-addressing table of their places finds them again. As long as
/// keys come in ascending order, none can come twice, and there is no table.
public struct RowKeyRegister: Sendable {
    private var bytes: [UInt8] = []
    /// Where each key ends in `bytes`, by its number.
    private var ends: [UInt32] = []
    /// Half of a key's hash above its number plus one, at the place that this half names; 0 where there is none.
    ///
    /// The size is a power of two; it is empty while keys ascend. With the hash at hand other keys' bytes, which
    /// lie far apart in memory, need not be looked at.
    private var table: [UInt64] = []

    /// Starts with no key.
    public init() {}

    /// How many keys were inserted.
    public var count: Int { ends.count }

    /// Inserts a key, and returns whether it was new.
    public mutating func insert(_ key: Span<UInt8>) -> Bool {
        if table.isEmpty {
            if ends.isEmpty || isAfterLast(key) {
                append(key)
                return true
            }
            fillTable(1024)
        }
        if (ends.count + 1) * 2 > table.count { fillTable(table.count * 2) }
        let half = ByteHash.of(key) >> 32
        var slot = Int(half) & (table.count - 1)
        while table[slot] != 0 {
            if table[slot] >> 32 == half, isKey(Int(UInt32(truncatingIfNeeded: table[slot])) - 1, key) {
                return false
            }
            slot = (slot + 1) & (table.count - 1)
        }
        append(key)
        table[slot] = half << 32 | UInt64(ends.count)
        return true
    }

    private mutating func append(_ key: Span<UInt8>) {
        key.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        ends.append(UInt32(bytes.count))
    }

    /// Whether a key comes after the last one: shorter keys first, so that numbers ascend as people count.
    private func isAfterLast(_ key: Span<UInt8>) -> Bool {
        let start = ends.count == 1 ? 0 : Int(ends[ends.count - 2])
        let length = bytes.count - start
        guard length == key.count else { return length < key.count }
        for index in key.indices where bytes[start + index] != key[index] {
            return bytes[start + index] < key[index]
        }
        return false
    }

    private func isKey(_ number: Int, _ key: Span<UInt8>) -> Bool {
        let start = number == 0 ? 0 : Int(ends[number - 1])
        guard Int(ends[number]) - start == key.count else { return false }
        for index in key.indices where bytes[start + index] != key[index] { return false }
        return true
    }

    private mutating func fillTable(_ least: Int) {
        var size = least
        while ends.count * 2 >= size { size *= 2 }
        var larger = [UInt64](repeating: 0, count: size)
        let put = { (entry: UInt64, larger: inout [UInt64]) in
            var slot = Int(entry >> 32) & (size - 1)
            while larger[slot] != 0 { slot = (slot + 1) & (size - 1) }
            larger[slot] = entry
        }
        if table.isEmpty {
            bytes.withUnsafeBufferPointer { buffer in
                var start = 0
                for number in ends.indices {
                    let end = Int(ends[number])
                    let key = UnsafeBufferPointer(rebasing: buffer[start..<end]).span
                    put((ByteHash.of(key) >> 32) << 32 | UInt64(number + 1), &larger)
                    start = end
                }
            }
        } else {
            for entry in table where entry != 0 { put(entry, &larger) }
        }
        table = larger
    }
}
