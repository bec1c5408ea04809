internal import Files

/// The user's own `git`, for what libgit2 has gaps in: remotes, with the user's keys, helpers and settings.
///
/// It asks no question, runs no hook of a push, and works in the repository that it is given, whatever the variables say.
public struct GitProgram: Sendable {
    private let variables: [String: String]
    private let directory: String
    private let patience: Duration

    /// The output and the end of a run.
    public struct Outcome: Hashable, Sendable {
        /// The exit status.
        public let status: Int32
        /// Standard output.
        public let output: String
        /// Standard error on one line, without what may be secret.
        public let errors: String
    }

    /// Variables that would lead git elsewhere, or make it print what is no answer.
    private static let misleading: Set = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX",
        "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CURL_VERBOSE", "GIT_SSH_VERBOSE",
    ]

    /// Makes a way to run git.
    ///
    /// - Parameters:
    ///   - variables: The variables that it is given; `PATH` says where it is.
    ///   - directory: The repository's folder, absolute.
    ///   - patience: How long one run may take.
    public init(variables: [String: String], directory: String, patience: Duration = .seconds(60)) {
        self.variables = variables.filter {
            !Self.misleading.contains($0.key) && !$0.key.hasPrefix("GIT_TRACE")
        }.merging(["GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"]) { $1 }
        self.directory = directory
        self.patience = patience
    }

    /// Runs git to its end.
    ///
    /// - Parameters:
    ///   - operation: What for, as a phrase: `read origin`.
    ///   - arguments: The subcommand and its arguments.
    ///   - isLong: Whether it may take ten times as long as others, because it may bring much.
    /// - Returns: What it printed and how it ended, whether well or not.
    /// - Throws: ``GitError/Code/program`` when there is no git, ``GitError/Code/overdue`` when it took too long.
    public func run(
        _ operation: String,
        _ arguments: [String],
        isLong: Bool = false
    ) throws(GitError) -> Outcome {
        let patience = isLong ? patience * 10 : patience
        guard let path else {
            throw GitError(
                operation,
                .program,
                because: "There is no program git in PATH",
                hint: "Install git, or correct PATH"
            )
        }
        let settings = ["-C", directory, "-c", "gc.auto=0", "-c", "maintenance.auto=false"]
        let program = Program(path, settings + arguments, variables: variables)
        guard let remains = program.runApart(patience: patience) else {
            throw GitError(operation, .program, because: "\(path) does not start")
        }
        let errors = Self.redacted(String(decoding: remains.errors, as: UTF8.self))
        guard !remains.isOverdue else {
            throw GitError(
                operation,
                .overdue,
                because:
                    "git did not end within \(patience.components.seconds) s\(errors.isEmpty ? "" : ": \(errors)")",
                hint: "Look whether it asks for something: git \(arguments.prefix(1).joined())"
            )
        }
        return Outcome(
            status: remains.status,
            output: String(decoding: remains.output, as: UTF8.self),
            errors: errors
        )
    }

    /// The path of the program; nil when there is none.
    private var path: String? {
        (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/git" }.first(where: WholeFile.isExecutable)
    }
}

extension GitProgram {
    /// Returns what git wrote as one line of at most 400 characters, without logins and queries of addresses.
    public static func redacted(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            String(
                String.UnicodeScalarView(
                    line.unicodeScalars.map {
                        $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
                            ? " " : $0
                    }
                )
            )
        }
        let words = lines.joined(separator: " ").split(separator: " ").map { redactedWord(String($0)) }
        let line = words.joined(separator: " ")
        return line.count > 400 ? line.prefix(399) + "…" : line
    }

    private static func redactedWord(_ word: String) -> String {
        guard let start = word.firstRange(of: "://")?.upperBound else { return word }
        var rest = word[start...]
        // A password that was not encoded may hold a slash, so the last @ counts, wherever it stands.
        var login = ""
        if let at = rest.lastIndex(of: "@") {
            login = "(secret)@"
            rest = rest[rest.index(after: at)...]
        } else if let colon = rest.firstIndex(where: { ":/?#".contains($0) }), rest[colon] == ":",
            !rest[colon...].dropFirst().prefix(while: { !"/?#'\":".contains($0) }).allSatisfy(\.isNumber)
        {
            // Half of an address whose password has a space.
            return word[..<start] + "(secret)"
        }
        var query = ""
        if let mark = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            query = "?(secret)"
            rest = rest[..<mark]
        }
        return word[..<start] + login + rest + query
    }
}
