/// Finds the names that a person may have meant.
public enum SimilarNames {
    /// Returns up to three of the names that resemble one, the nearest first; a part of a name resembles it.
    ///
    /// - Parameters:
    ///   - name: The name that does not exist.
    ///   - names: Those that do.
    ///   - limit: How many characters may differ; nil for a third of the name, but at most three.
    /// - Returns: The names, the nearest first.
    public static func names(to name: String, among names: [String], within limit: Int? = nil) -> [String] {
        let wanted = name.lowercased()
        let limit = limit ?? max(1, min(3, wanted.count / 3))
        let ranked = Set(names).compactMap { candidate -> (Int, String)? in
            let other = candidate.lowercased()
            let steps = distance(wanted, other)
            if steps <= limit { return (steps, candidate) }
            let isPart =
                wanted.count > 2 && other.count > 2 && (other.contains(wanted) || wanted.contains(other))
            return isPart ? (limit + steps, candidate) : nil
        }
        return ranked.sorted { $0 < $1 }.prefix(3).map(\.1)
    }

    /// Returns how many insertions, deletions, replacements and swaps of neighbours lead from one word to another.
    public static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
