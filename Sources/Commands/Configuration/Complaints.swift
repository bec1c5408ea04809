import Workflow

/// All faults of a configuration, in the order of its lines.
final class Complaints {
    /// The configuration as it was read.
    let text: String
    private var all: [(line: Int?, column: Int?, message: String)] = []

    /// Begins without a complaint about a text.
    init(_ text: String) { self.text = text }

    /// Adds a complaint about a line, from 1; nil where it is about the whole file.
    ///
    /// The column is from 1, too, and nil where it is about the whole line.
    func add(_ line: Int?, column: Int? = nil, _ message: String) {
        if !all.contains(where: { $0 == (line, column, message) }) { all.append((line, column, message)) }
    }

    /// Throws all complaints together, each on a line of its own as compilers write them; returns when there are none.
    func check(in file: String) throws(Problem) {
        guard !all.isEmpty else { return }
        let sorted = all.enumerated().sorted {
            let (left, right) = ($0.element, $1.element)
            return (left.line ?? 0, left.column ?? 0, $0.offset) < (
                right.line ?? 0, right.column ?? 0, $1.offset
            )
        }
        let lines = sorted.map { complaint in
            let place = [complaint.element.line, complaint.element.column].compactMap { $0.map { ":\($0)" } }
            return "\(file)\(place.joined()): \(complaint.element.message)"
        }
        throw .faultyConfiguration(lines)
    }
}
