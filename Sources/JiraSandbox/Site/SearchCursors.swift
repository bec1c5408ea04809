/// Searches whose next pages may still be asked for.
struct SearchCursors: Sendable {
    struct Cursor: Sendable {
        let query: String
        let ids: [Int]
        let reconciled: Set<Int>
    }

    private var cursors: [Int: Cursor] = [:]
    private var last = 0
    private let capacity = 500

    /// Keeps a search and returns its number.
    mutating func keep(_ cursor: Cursor) -> Int {
        last += 1
        cursors[last] = cursor
        cursors[last - capacity] = nil
        return last
    }

    /// The token for the page that starts at an offset.
    static func token(_ number: Int, offset: Int) -> String { "CAEaAggB-\(number)-\(offset)" }

    /// The search and the offset that a token stands for.
    func find(_ token: String) -> (number: Int, cursor: Cursor, offset: Int)? {
        let parts = token.split(separator: "-")
        guard parts.count == 3, let number = Int(parts[1]), let offset = Int(parts[2]),
            let cursor = cursors[number],
            (0...cursor.ids.count).contains(offset)
        else { return nil }
        return (number, cursor, offset)
    }
}
