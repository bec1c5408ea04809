internal import Glibc

/// A remote of a repository, whose references are read and moved through the user's own git.
public struct Remote: Sendable {
    /// Its name in git's configuration.
    public let name: String
    private let git: GitProgram

    /// Makes a way to a remote; nothing is asked yet.
    public init(_ name: String, git: GitProgram) {
        self.name = name
        self.git = git
    }

    /// What came of moving a reference.
    public enum Move: Hashable, Sendable {
        /// It was moved.
        case moved
        /// It was not where it was expected, but here; nil where there is none.
        case elsewhere(ObjectID?)
    }

    /// Returns where references of the remote point; those that it does not have are left out.
    public func references(_ names: [String]) throws(GitError) -> [String: ObjectID] {
        let outcome = try git.run("read \(name)", ["ls-remote", "--quiet", "--refs", "--", name] + names)
        guard outcome.status == 0 else { throw unreachable("read \(name)", outcome.errors) }
        var found: [String: ObjectID] = [:]
        for line in outcome.output.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            guard parts.count == 2, names.contains(String(parts[1])) else { continue }
            found[String(parts[1])] = ObjectID(String(parts[0]))
        }
        return found
    }

    /// Brings what a reference of the remote points at into the repository; no reference of the repository moves.
    public func fetch(_ reference: String) throws(GitError) {
        let outcome = try git.run(
            "fetch \(reference) from \(name)",
            [
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
                "--refmap=", "--", name, reference,
            ],
            isLong: true
        )
        guard outcome.status == 0 else {
            throw unreachable("fetch \(reference) from \(name)", outcome.errors)
        }
    }

    /// Moves a reference of the remote, if it is where it is expected to be.
    ///
    /// Where the answer was lost, the remote is asked what became of it.
    ///
    /// - Parameters:
    ///   - reference: Its full name.
    ///   - old: Where it has to point; nil for a reference that must not exist.
    ///   - new: What it is to point at, which is sent along; nil removes it.
    /// - Returns: Whether it was moved.
    /// - Throws: ``GitError/Code/unreachable``, or ``GitError/Code/denied`` where the remote would not have it.
    public func move(
        _ reference: String,
        from old: ObjectID?,
        to new: ObjectID?
    ) throws(GitError) -> Move {
        let operation = "move \(reference) on \(name)"
        let lease = "--force-with-lease=\(reference):\(old?.description ?? "")"
        let arguments = [
            "push", "--quiet", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no",
            lease, "--", name, "\(new?.description ?? ""):\(reference)",
        ]
        var complaint = ""
        for attempt in 1...Self.attempts {
            do {
                let outcome = try git.run(operation, arguments)
                if outcome.status == 0 { return .moved }
                complaint = outcome.errors
            } catch  where error.code == .overdue {
                complaint = error.message
            }
            let found = try references([reference])[reference]
            if found == new { return .moved }
            guard found == old else { return .elsewhere(found) }
            // Another push is at it: it will be seen in a moment.
            guard attempt < Self.attempts, Self.says(complaint, Self.contention) else { break }
            usleep(UInt32(attempt) * 100_000)
        }
        let isDenied = Self.says(complaint, Self.denial)
        throw GitError(
            operation,
            isDenied ? .denied : .unreachable,
            "\(name) does not take it: \(complaint.isEmpty ? "git says nothing of the reason." : complaint)",
            hint: isDenied
                ? "The account that git uses must be allowed to push to \(reference) and to remove it."
                : "Run the command again a little later."
        )
    }

    /// Returns the newest commit that two commits of the repository have in common; nil where there is none, or it is not here.
    ///
    /// By the program, because libgit2 does not see where a shallow history ends.
    public func ancestor(of one: ObjectID, and other: ObjectID) throws(GitError) -> ObjectID? {
        let words = ["merge-base", one.description, other.description]
        let outcome = try git.run("find what two commits have in common", words)
        return ObjectID(String(outcome.output.prefix { !$0.isNewline }))
    }

    /// The error for a reference that moves faster than it can be read.
    public func unsteady(_ reference: String) -> GitError {
        GitError(
            "read \(name)",
            .unreachable,
            "\(reference) moves all the time, or is no commit.",
            hint: "Run the command again a little later."
        )
    }

    /// How often a push is tried that another one came in the way of.
    private static let attempts = 5
    /// What git says when two pushes meet.
    private static let contention = [
        "lock ref", "already exists", "failed to update ref", "incorrect old value", "stale info",
        "fetch first",
    ]
    /// What git and servers say when somebody may not.
    private static let denial = [
        "denied", "declined", "rejected", "Authentication failed", "could not read Username",
        "could not read Password", "error: 403", "error: 401",
        "not allowed", "not authorized", "protected",
    ]

    private static func says(_ complaint: String, _ signs: [String]) -> Bool {
        signs.contains { complaint.contains($0) }
    }

    private func unreachable(_ operation: String, _ complaint: String) -> GitError {
        // ssh and local paths say that a repository could not be read, too, when there is none.
        let isDenied =
            Self.says(complaint, Self.denial)
            && !Self.says(complaint, ["does not appear to be a git repository", "resolve host"])
        return GitError(
            operation,
            isDenied ? .denied : .unreachable,
            complaint.isEmpty ? "git says nothing of the reason." : complaint,
            hint: "Try git ls-remote \(name): it has to work without a question."
        )
    }
}
