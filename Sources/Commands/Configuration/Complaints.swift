/// What is wrong with a configuration: all of it, in the order of its lines.
struct ConfigurationError: Error, Hashable {
    /// One thing that is wrong.
    struct Complaint: Hashable {
        /// The line, from 1; nil where it is about the whole file.
        var line: Int?
        /// What is wrong: a phrase.
        var message: String
    }

    /// The file, as people would name it.
    var file: String
    /// What is wrong.
    var complaints: [Complaint]

    /// A line for each complaint, as compilers write them.
    var lines: [String] {
        complaints.map { "\(file)\($0.line.map { ":\($0)" } ?? ""): \($0.message)" }
    }
}

/// Collects what is wrong while a configuration is read.
final class Complaints {
    private(set) var all: [ConfigurationError.Complaint] = []

    /// Takes a complaint about a line.
    func add(_ line: Int?, _ message: String) {
        let complaint = ConfigurationError.Complaint(line: line, message: message)
        if !all.contains(complaint) { all.append(complaint) }
    }

    /// The complaints by line, as an error; nil when there are none.
    func error(in file: String) -> ConfigurationError? {
        guard !all.isEmpty else { return nil }
        let sorted = all.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }
        return ConfigurationError(file: file, complaints: sorted.map(\.element))
    }
}
