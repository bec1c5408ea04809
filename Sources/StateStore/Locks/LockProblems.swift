internal import Files
internal import Git
internal import Workflow

extension Problem {
    /// Tells that a run of another clone is at work.
    static func held(by holder: LockHolder?, _ remoteBranch: RemoteBranch) -> Problem {
        guard let holder else {
            return Problem(
                .locked,
                "\(remoteBranch.lock) on \(remoteBranch.remote.name) is a lock, but not one that this version can read",
                hint: "Look who made it, or break it with audit-jira unlock"
            )
        }
        return Problem(
            .locked,
            "Another run is at work for \(remoteBranch.branchName): \(holder.phrase), since "
                + "\(LockHolder.moment(holder.since)), until \(LockHolder.moment(holder.expires)) unless it is renewed",
            hint:
                "Run the command again when that one has ended. If it died, audit-jira unlock breaks its lock"
        )
    }

    /// Tells that the clone's own lock cannot be opened.
    static func unopenedLock(_ error: FileError, in folder: String) -> Problem {
        Problem(.failure, "The lock \(error)", hint: "Let this account write in \(folder)")
    }

    /// Tells that another run is at work in this clone; its process is nil where that is not known.
    static func otherRun(process: Int32?) -> Problem {
        Problem(
            .locked,
            "Another run of audit-jira\(process.map { " (process \($0))" } ?? "") is at work in this repository",
            hint: "Run the command again when that one has ended; its lock goes with it"
        )
    }

    /// Tells that the lock on a remote was taken by others, each time that it was free.
    static func contendedLock(on remote: String) -> Problem {
        Problem(
            .locked,
            "Other runs took the lock on \(remote) again and again",
            hint: "Run the command again a little later"
        )
    }

    /// Tells that the lock on a remote changes faster than it can be read.
    static func unsteadyLock(on remote: String) -> Problem {
        Problem(.failure, "The lock on \(remote) changes all the time", hint: "Look again")
    }

    /// Tells that a run lost its lock on a remote.
    static func lostLock(on remote: String, _ reason: String) -> Problem {
        Problem(
            .locked,
            "The run was stopped, for it lost the lock on \(remote): \(reason)",
            hint: "What was done is recorded. When no other run is at work, git pull, and plan again"
        )
    }
}
