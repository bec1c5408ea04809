internal import Reconciliation

/// Puts links in the order of the state: by row key, then by issue id.
enum LinkOrder {
    /// Returns the links in order; what is in order already comes back as it is.
    static func sorted(_ links: [Link]) -> [Link] {
        guard !zip(links, links.dropFirst()).allSatisfy({ $0 < $1 }) else { return links }
        // Sorting the heads of the keys rather than the links moves 16 bytes a step, and seldom looks further.
        var heads = links.indices.map { (head: head(of: links[$0].row), position: Int32($0)) }
        heads.sort { left, right in
            left.head == right.head
                ? links[Int(left.position)] < links[Int(right.position)] : left.head < right.head
        }
        return heads.map { links[Int($0.position)] }
    }

    /// The first eight bytes of a key as a number that sorts like them.
    private static func head(of row: RowKey) -> UInt64 {
        var head: UInt64 = 0
        var shift: UInt64 = 64
        for byte in row.text.utf8.prefix(8) {
            shift -= 8
            head |= UInt64(byte) << shift
        }
        return head
    }
}
