import Workflow

/// What is wrong with a configuration: all of it, in the order of its lines.
final class Complaints {
    private var all: [(line: Int?, message: String)] = []

    /// Takes a complaint about a line, from 1; nil where it is about the whole file.
    func add(_ line: Int?, _ message: String) {
        if !all.contains(where: { $0 == (line, message) }) { all.append((line, message)) }
    }

    /// Throws all complaints together, each on a line of its own as compilers write them; returns when there are none.
    func check(in file: String) throws(Problem) {
        guard !all.isEmpty else { return }
        let sorted = all.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }
        let lines = sorted.map { "\(file)\($0.element.line.map { ":\($0)" } ?? ""): \($0.element.message)" }
        throw Problem(
            .usage,
            lines.joined(separator: "\n"),
            hint: "docs/configuration.md tells every key and its default"
        )
    }
}
