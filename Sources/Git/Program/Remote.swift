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

    /// The outcome of moving a reference.
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
            "push", "--quiet", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags",
            "--recurse-submodules=no",
            lease, "--", name, "\(new?.description ?? ""):\(reference)",
        ]
        var refusal = PushRefusal.unknown
        var complaint = ""
        for attempt in 1...Self.attempts {
            do {
                let outcome = try git.run(operation, arguments)
                if outcome.status == 0 { return .moved }
                (refusal, complaint) = (PushRefusal(outcome), outcome.errors)
            } catch  where error.code == .overdue {
                (refusal, complaint) = (.unknown, error.message)
            }
            let found = try references([reference])[reference]
            if found == new { return .moved }
            guard found == old else { return .elsewhere(found) }
            // Another push is at it: it will be seen in a moment.
            guard attempt < Self.attempts, refusal == .contention else { break }
            usleep(UInt32(attempt) * 100_000)
        }
        throw unmoved(reference, operation, refusal: refusal, complaint: complaint)
    }

    private func unmoved(
        _ reference: String,
        _ operation: String,
        refusal: PushRefusal,
        complaint: String
    ) -> GitError {
        var isDenied = Self.isDenial(complaint)
        var reasons = [complaint]
        if case .remote(let reason) = refusal {
            isDenied = true
            reasons.insert(reason, at: 0)
        }
        let reason = reasons.filter { !$0.isEmpty }.joined(separator: "; ")
        return GitError(
            operation,
            isDenied ? .denied : .unreachable,
            because: "\(name) does not take it: \(reason.isEmpty ? Self.silence : reason)",
            hint: isDenied
                ? "The account that git uses must be allowed to push to \(reference) and to remove it"
                : "Run the command again a little later"
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
            because: "\(reference) moves all the time, or is no commit",
            hint: "Run the command again a little later"
        )
    }

    /// The number of times that a push is tried when another one came in its way.
    private static let attempts = 5
    private static let silence = "git says nothing of the reason"

    /// Whether git was not let in.
    ///
    /// It ends with the same status, 128, however it was kept from talking to a remote: its words in the C locale are all
    /// that there is.
    private static func isDenial(_ complaint: String) -> Bool {
        let signs = [
            "denied", "Authentication failed", "could not read Username", "could not read Password",
            "error: 403", "error: 401", "not allowed", "not authorized",
        ]
        return signs.contains { complaint.contains($0) }
    }

    private func unreachable(_ operation: String, _ complaint: String) -> GitError {
        // ssh and local paths say that a repository could not be read, too, when there is none.
        let isMissing = ["does not appear to be a git repository", "resolve host"].contains {
            complaint.contains($0)
        }
        return GitError(
            operation,
            Self.isDenial(complaint) && !isMissing ? .denied : .unreachable,
            because: complaint.isEmpty ? Self.silence : complaint,
            hint: "Try git ls-remote \(name): it has to work without a question"
        )
    }
}

/// A reason why a push did not move its one reference, as `git push --porcelain` tells it.
///
/// https://git-scm.com/docs/git-push#_output: a line of flag, references and summary, the flag being `!`.
private enum PushRefusal: Hashable {
    /// Another push came first, or is at it.
    case contention
    /// The remote would not have it, for this reason.
    case remote(String)
    /// The push did not get so far, or git does not tell.
    case unknown

    init(_ outcome: GitProgram.Outcome) {
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: "\t") }
        guard let summary = lines.first(where: { $0.first == "!" && $0.count == 3 })?[2] else {
            self = .unknown
            return
        }
        // git itself compares the reference with what is expected, and so does the remote once more.
        guard summary.hasPrefix("[remote rejected]") else {
            self = summary.hasPrefix("[rejected]") ? .contention : .unknown
            return
        }
        let reason = summary.dropFirst("[remote rejected] (".count).dropLast()
        // What git's receive-pack reports where it cannot lock the reference, or finds another value behind the lock.
        let isContention = ["failed to update ref", "cannot lock ref", "incorrect old value"].contains {
            reason.hasPrefix($0)
        }
        self = isContention ? .contention : .remote(GitProgram.redacted(String(reason)))
    }
}
