internal import Reconciliation

/// Puts links in the order of the state: by row key, then by issue id.
enum LinkOrder {
    /// Returns the links in order; what is in order already comes back as it is.
    static func sorted(_ links: [Link]) -> [Link] {
        guard !isSorted(links) else { return links }
        var links = links
        sort(&links)
        return links
    }

    /// Puts the links in order, each moved at most once into its place.
    static func sort(_ links: inout [Link]) {
        guard !isSorted(links) else { return }
        // Sorting the heads of the keys rather than the links moves 16 bytes a step, and seldom looks further.
        var heads = links.indices.map { (head: head(of: links[$0].row), position: Int32($0)) }
        heads.sort { left, right in
            left.head == right.head
                ? links[Int(left.position)] < links[Int(right.position)] : left.head < right.head
        }
        // Where each place's link comes from makes rings; swapping along one brings all of it home. The buffer
        // swaps by moving, where the array would copy.
        var sources = heads.map(\.position)
        links.withUnsafeMutableBufferPointer { buffer in
            for start in sources.indices {
                var place = start
                while Int(sources[place]) != start {
                    let source = Int(sources[place])
                    buffer.swapAt(place, source)
                    sources[place] = Int32(place)
                    place = source
                }
                sources[place] = Int32(place)
            }
        }
    }

    private static func isSorted(_ links: [Link]) -> Bool {
        links.indices.dropFirst().allSatisfy { index in
            links[index - 1].row == links[index].row
                ? links[index - 1].issue < links[index].issue : links[index - 1].row < links[index].row
        }
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
