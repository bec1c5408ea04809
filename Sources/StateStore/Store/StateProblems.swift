internal import Files
internal import Git
internal import Workflow

extension Problem {
    /// Tells why git would not do something.
    static func git(_ error: GitError) -> Problem {
        let kind: Kind =
            switch error.code {
            case .locked: .locked
            case .denied: .credentials
            case .changedMeanwhile: .stale
            case .noIdentity, .invalid: .usage
            default: .failure
            }
        return Problem(kind, "git cannot \(error.operation): \(error.message)", hint: error.hint)
    }

    /// Tells that a file of the state is spoilt.
    static func spoilt(_ fault: StateFault, in directory: String) -> Problem {
        let place = "\(directory)/\(fault.file)" + (fault.line.map { ":\($0)" } ?? "")
        return Problem(.failure, "\(place): \(fault.message)", hint: hintToTakeBack(directory))
    }

    /// The way back to a state that was good.
    static func hintToTakeBack(_ directory: String) -> String {
        "Bring back the last good one: git log -- \(directory) shows it, git checkout <commit> -- \(directory) takes it"
    }

    /// Tells that an error came that nothing here throws.
    static func unexpected(_ error: any Error) -> Problem { Problem(.failure, "\(error)") }
}

// MARK: The state

extension Problem {
    /// Tells that the state directory is none that can be committed.
    static func outsideStateDirectory(_ directory: String) -> Problem {
        Problem(
            .usage,
            "The state directory ‘\(directory)’ is not a folder below the configuration",
            hint: "Set state.directory to a plain name such as state"
        )
    }

    /// Tells that there is no state to spread over files.
    static func noState(in directory: String) -> Problem {
        Problem(.failure, "There is no state in \(directory)", hint: "The first apply makes one")
    }

    /// Tells that a state cannot be spread over so many files.
    static func noLayout(of files: Int) -> Problem {
        Problem(.usage, "A state is spread over 1, 256 or 4096 files, not over \(files)")
    }

    /// Tells that a text names no commit.
    static func noCommit(_ text: String) -> Problem {
        Problem(.usage, "‘\(text)’ is not the id of a commit")
    }

    /// Tells that the state was committed by somebody else meanwhile.
    static func changedInGit(_ directory: String) -> Problem {
        Problem(.stale, "\(directory) has changed in git since it was read", hint: "Make a new plan")
    }
}

// MARK: The remote

extension Problem {
    /// Tells that the remote's branch has a newer state.
    static func olderState(than remoteBranch: RemoteBranch, isCheckedOut: Bool) -> Problem {
        Problem(
            .failure,
            "\(remoteBranch.branchName) has a newer state than this clone: pull first",
            hint: isCheckedOut
                ? "Run git pull, then plan again" : "Run \(remoteBranch.fetching), then plan again"
        )
    }

    /// Tells that the configuration names a remote that the repository does not have.
    static func unknownRemote(_ name: String, remotes: [String]) -> Problem {
        Problem(
            .usage,
            "state.remote names '\(name)', and the repository has no remote of that name",
            hint: remotes.isEmpty
                ? "Add it with git remote add, or take state.remote out of the configuration"
                : "The remotes are \(remotes.joined(separator: ", "))"
        )
    }

    /// Tells that the lock on a remote has no branch to stand for.
    static func noBranch(remote: String) -> Problem {
        Problem(
            .failure,
            "No branch is checked out, and the lock on \(remote) is one branch's",
            hint: "Check the branch out that holds the state, or set state.branch"
        )
    }
}

// MARK: The journal

extension Problem {
    /// Tells why the journal's file or folder could not be read or written.
    static func journal(_ error: FileError) -> Problem {
        Problem(
            .failure,
            "\(error)",
            hint: "Let this account write there, and see that the disk is not full"
        )
    }

    /// Tells that a record came before the first.
    static var journalNotBegun: Problem { Problem(.failure, "The journal was not begun") }

    /// Tells that a line of the journal is not what was written.
    static func spoiltJournal(_ path: String, line: Int) -> Problem {
        Problem(
            .failure,
            "\(path):\(line): this line of an interrupted run's journal is spoilt",
            hint: "Remove the file; what reached Jira is then found by its markers"
        )
    }
}

/// Runs what throws git's errors, and throws them as problems.
func asProblem<Value: ~Copyable>(_ body: () throws(GitError) -> Value) throws(Problem) -> Value {
    do throws(GitError) {
        return try body()
    } catch {
        throw Problem.git(error)
    }
}
