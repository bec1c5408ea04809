import Reconciliation
import Workflow

// What the command line asks for cannot be done.
extension Problem {
    /// A guard's name is not known.
    static func noGuard(_ name: String, among known: [String]) -> Problem {
        Problem(
            .usage,
            "There is no guard '\(name)'",
            hint: "The guards are \(known.joined(separator: ", "))"
        )
    }

    /// `--chdir` names no directory.
    static func noDirectory(_ path: String) -> Problem {
        Problem(.usage, "\(path) is not a directory", hint: "Correct --chdir")
    }

    /// A text is no digest.
    static func noDigest(_ text: String) -> Problem {
        Problem(
            .usage,
            "'\(text)' is not a digest",
            hint: "Give it as plan prints it: sha256: and 64 digits"
        )
    }

    /// A plan is another one than the one that was approved.
    static func anotherDigest(_ digest: Digest, than expected: Digest) -> Problem {
        Problem(
            .failure,
            "The plan's digest is \(digest), not \(expected)",
            hint: "Review this plan, or apply the one that was approved"
        )
    }

    /// A person has to approve, and cannot be asked.
    static func nobodyToApprove(hint: String) -> Problem {
        Problem(.usage, "There is no terminal to ask for approval at", hint: hint)
    }

    /// A plan's file does not exist.
    static func noPlan(_ file: String) -> Problem {
        Problem(
            .failure,
            "\(file) does not exist",
            hint: "Make a plan with audit-jira plan --out \(file)"
        )
    }

    /// A row or an issue has no ticket to open.
    static func noTicket(of subject: String) -> Problem {
        Problem(
            .failure,
            "\(subject) has no ticket that could be opened",
            hint: "audit-jira plan shows whether it will get one"
        )
    }

    /// No browser could be started.
    static func noBrowser(for url: String) -> Problem {
        Problem(
            .failure,
            "No browser could be started for \(url)",
            hint: "Name one as BROWSER, or open the address by hand"
        )
    }

    /// Standard output did not take the whole answer.
    static func lostAnswer(_ reason: String) -> Problem {
        Problem(.failure, "The answer could not be written to standard output: \(reason)")
    }

    /// A signal ended the run.
    static var interruptedRun: Problem { Problem(.interrupted, "The run was interrupted") }
}

// The state and its locks.
extension Problem {
    /// There is no state to show.
    static var noStateToShow: Problem {
        Problem(
            .failure,
            "There is no state yet",
            hint: "See what a first sync would do with audit-jira plan"
        )
    }

    /// There is no state to spread over files.
    static var noStateToReshard: Problem {
        Problem(
            .failure,
            "There is no state yet",
            hint: "The first apply makes one, over as many files as suit it"
        )
    }

    /// The state has no link of a row or an issue.
    static func noLink(of subject: String) -> Problem {
        Problem(
            .failure,
            "The state has no link of '\(subject)'",
            hint: "See every link with audit-jira state list, and former ones with audit-jira log"
        )
    }

    /// A lock was renewed or taken anew while a person was asked.
    static func lockWasReplaced(on remote: String) -> Problem {
        Problem(
            .failure,
            "The lock on \(remote) is another one by now: it was not broken",
            hint: "Look again with audit-jira unlock"
        )
    }

    /// The last run has to be finished first.
    static var unfinishedRun: Problem {
        Problem(
            .failure,
            "An earlier run did not finish, and what it did is not recorded yet",
            hint: "Run audit-jira sync or audit-jira apply first, which records it"
        )
    }
}

// What `init` asks for.
extension Problem {
    /// A configuration stands where one was to be written.
    static func configurationExists(_ path: String) -> Problem {
        Problem(
            .usage,
            "\(path) exists already, and is not overwritten",
            hint: "Edit it, and check it with audit-jira doctor; or move it away first"
        )
    }

    /// Nobody can be asked; `options` are the ones that have to be given.
    static func nobodyToAsk(giving options: [String]) -> Problem {
        Problem(
            .usage,
            "There is no terminal to ask at",
            hint:
                "Give \(options.joined(separator: " ")), and where they are not the usual ones --issue-type, --table and --column"
        )
    }

    /// A question has no answer, and nobody may be asked.
    static func notTold(_ question: String, among known: [String], option: String) -> Problem {
        let shown = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
        return Problem(
            .usage,
            "\(question) is not told" + (known.isEmpty ? "" : "; there is \(shown)"),
            hint: "Give \(option)"
        )
    }

    /// A person gave no answer.
    static func notAnswered(_ question: String, option: String) -> Problem {
        Problem(.usage, "\(question) was not answered", hint: "Answer, or give \(option)")
    }

    /// An address on the command line cannot be one of Jira.
    static func noAPIAddress(_ fault: String) -> Problem {
        Problem(.usage, "--api-url \(fault)", hint: "Correct it")
    }

    /// The account may create issues nowhere.
    static func noProject(at url: String) -> Problem {
        Problem(
            .credentials,
            "The account may not create issues in any project of \(url)",
            hint: "Give it the permissions Browse projects and Create issues in one"
        )
    }

    /// Columns cannot be guessed; `lines` say of each part what is in question.
    static func uncertainColumns(of table: String, _ roles: [ColumnGuess.Role], lines: [String]) -> Problem {
        Problem(
            .usage,
            "Of the table \(table) \(lines.joined(separator: "\n"))",
            hint: "Give " + roles.map { "--column \($0.rawValue)=NAME" }.joined(separator: " ")
        )
    }

    /// A `--column` names no part of the configuration.
    static func noRole(_ entry: String) -> Problem {
        Problem(
            .usage,
            "--column \(entry) is not PART=NAME",
            hint: "The parts are \(ColumnGuess.Role.allCases.map(\.rawValue).joined(separator: ", "))"
        )
    }

    /// A `--column` names no column of the table.
    static func noColumn(_ name: String, among known: [String]) -> Problem {
        let near = SimilarNames.names(to: name, among: known)
        return Problem(
            .usage,
            "The table has no column '\(name)'",
            hint: "There is \((near.isEmpty ? known : near).joined(separator: ", "))"
        )
    }
}
