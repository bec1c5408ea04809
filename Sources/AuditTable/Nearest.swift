/// Finds the names that a person may have meant.
enum Nearest {
    /// Returns up to three of `names` that resemble `name`, the nearest first.
    static func names(to name: String, among names: [String]) -> [String] {
        let wanted = name.lowercased()
        let ranked = names.map { candidate in
            (distance(wanted, candidate.lowercased()), candidate)
        }
        let limit = max(2, name.count / 2)
        return ranked.filter { $0.0 <= limit }.sorted { $0 < $1 }.prefix(3).map(\.1)
    }

    /// How many letters have to be added, dropped or replaced.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (index, byte) in left.utf8.enumerated() {
            var corner = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = corner + (byte == right[column] ? 0 : 1)
                corner = row[column + 1]
                row[column + 1] = min(replaced, corner + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
