import ArgumentParser
import Workflow

/// The format of log lines.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// Options that every verb takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration; by default audit-jira.yaml, searched upward.",
            valueName: "file"
        )
    )
    var config: String?

    @Option(help: ArgumentHelp("Run as if started in this directory.", valueName: "dir"))
    var chdir: String?

    @Flag(help: "Write the result as JSON.")
    var json = false

    @Option(help: ArgumentHelp("How log lines are written.", valueName: "format"))
    var logFormat: LogFormat = .text

    @Flag(help: "Log every call to Jira.")
    var verbose = false
}

/// An acknowledgement on the command line: `GUARD=N`.
struct Acknowledgement: ExpressibleByArgument {
    var name: String
    var limit: Int

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let limit = Int(parts[1]), limit >= 0 else { return nil }
        self.name = String(parts[0])
        self.limit = limit
    }
}

/// The option that lets a guard pass.
struct AllowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let this guard pass up to a number, such as max_close=80. May be repeated.",
            valueName: "guard=n"
        )
    )
    var allow: [Acknowledgement] = []

    /// The acknowledgements by guard; an unknown guard is a usage error.
    func limits() throws(Problem) -> [String: Int] {
        var limits: [String: Int] = [:]
        for entry in allow {
            guard Self.names.contains(entry.name) else {
                throw .noGuard(entry.name, among: Self.names)
            }
            limits[entry.name] = entry.limit
        }
        return limits
    }
}
