/// Finds the names that a person may have meant.
public enum SimilarNames {
    /// Returns up to three of the names that resemble one, the nearest first; a part of a name resembles it.
    ///
    /// - Parameters:
    ///   - name: The name that does not exist.
    ///   - names: Those that do.
    ///   - limit: How many bytes may differ; nil for a third of the name, but at most three.
    /// - Returns: The names, the nearest first.
    public static func names(to name: String, among names: [String], within limit: Int? = nil) -> [String] {
        let wanted = name.lowercased()
        let limit = limit ?? max(1, min(3, wanted.count / 3))
        let ranked = Set(names).compactMap { candidate -> (Int, String)? in
            let other = candidate.lowercased()
            let steps = steps(Array(wanted.utf8), Array(other.utf8))
            if steps <= limit { return (steps, candidate) }
            let isPart =
                wanted.count > 2 && other.count > 2 && (other.contains(wanted) || wanted.contains(other))
            return isPart ? (limit + steps, candidate) : nil
        }
        return ranked.sorted { $0 < $1 }.prefix(3).map(\.1)
    }

    /// The number of bytes that have to be added, dropped or replaced.
    private static func steps(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
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
