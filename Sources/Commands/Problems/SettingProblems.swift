import Workflow

// The configuration.
extension Problem {
    /// No file stands where `--config` says.
    static func noConfiguration(at path: String) -> Problem {
        Problem(.usage, "There is no configuration at \(path)", hint: "Correct --config")
    }

    /// No configuration stands in a directory or above it.
    static func noConfiguration(above directory: String) -> Problem {
        Problem(
            .usage,
            "There is no \(Configuration.fileName) in \(directory) or above it",
            hint: "Go to the repository that holds it, or name it with --config"
        )
    }

    /// The configuration is no text.
    static func notUTF8(_ file: String) -> Problem { Problem(.usage, "\(file): the file is not UTF-8") }

    /// The configuration has faults, a line each.
    static func faultyConfiguration(_ lines: [String]) -> Problem {
        Problem(
            .usage,
            lines.joined(separator: "\n"),
            hint: "docs/configuration.md tells every key and its default"
        )
    }

    /// libcurl did not start.
    static var noHTTPClient: Problem { Problem(.failure, "libcurl could not start") }

    /// Jira was not asked, for no reason that is known.
    static var jiraUnseen: Problem { Problem(.failure, "Jira was not looked at") }
}

// Credentials.
extension Problem {
    /// There is no token for Jira; without an address of an account there is no login at all.
    static func noToken(hasAccount: Bool) -> Problem {
        Problem(
            .credentials,
            hasAccount ? "There is no API token for Jira" : "There are no credentials for Jira",
            hint: """
                Set JIRA_EMAIL and JIRA_API_TOKEN, or JIRA_PAT for Data Center. Each may also be a file, named by the \
                variable with _FILE behind its name, or a file in $CREDENTIALS_DIRECTORY; credentials.command in \
                \(Configuration.fileName) may name a program that prints them
                """
        )
    }

    /// There is a token for Jira, and no account that it belongs to.
    static var noAccount: Problem {
        Problem(
            .credentials,
            "There is an API token for Jira, but no address of the account it belongs to",
            hint: "Set JIRA_EMAIL, or JIRA_EMAIL_FILE"
        )
    }

    /// There is no address of Jira.
    static var noSite: Problem {
        Problem(
            .usage,
            "There is no address of Jira",
            hint: "Write jira.url into \(Configuration.fileName), or set JIRA_URL"
        )
    }

    /// Secrets may not be sent to an address; `name` is the setting that names it.
    static func unsafeAddress(_ name: String, _ fault: String) -> Problem {
        Problem(.usage, "\(name) \(fault)", hint: "Correct \(name)")
    }

    /// There is no address of the database.
    static var noDatabase: Problem {
        Problem(
            .credentials,
            "There is no address of the database",
            hint: """
                Set DATABASE_URL, or libpq's PGHOST, PGDATABASE, PGUSER and so on. DATABASE_URL may also be a file, named by \
                DATABASE_URL_FILE, or a file in $CREDENTIALS_DIRECTORY; credentials.command in \(Configuration.fileName) may \
                name a program that prints it
                """
        )
    }
}

// The files and the program that give secrets.
extension Problem {
    /// The program that prints secrets could not be started.
    static func programNotStarted(_ program: String) -> Problem {
        Problem(
            .credentials,
            "credentials.command (\(program)) could not be started",
            hint: "Correct credentials.command in \(Configuration.fileName)"
        )
    }

    /// The program that prints secrets is not there.
    static func programNotFound(_ program: String) -> Problem {
        Problem(
            .credentials,
            "credentials.command names \(program), which is not in PATH",
            hint: "Install it, or correct credentials.command in \(Configuration.fileName)"
        )
    }

    /// The program that prints secrets failed.
    static func programFailed(_ program: String, for name: String, status: Int32) -> Problem {
        Problem(
            .credentials,
            "credentials.command (\(program)) failed for \(name), with status \(status)",
            hint: "Run it by hand with the argument \(name), or set \(name)"
        )
    }

    /// The program that prints secrets printed none.
    static func programWasSilent(_ program: String, for name: String) -> Problem {
        Problem(
            .credentials,
            "credentials.command (\(program)) printed nothing for \(name)",
            hint: "Run it by hand with the argument \(name), or set \(name)"
        )
    }

    /// A file with a secret cannot be read.
    static func unreadableSecret(_ problem: Problem) -> Problem {
        Problem(
            .credentials,
            problem.summary,
            causes: problem.causes,
            hint: "Let this account read the file, or name another"
        )
    }

    /// A variable names a file that does not exist.
    static func noSecretFile(_ path: String, namedBy variable: String) -> Problem {
        Problem(
            .credentials,
            "\(variable) names \(path), which does not exist",
            hint: "Make the file, or correct the variable"
        )
    }

    /// A file with a secret is empty.
    static func emptySecret(_ path: String) -> Problem {
        Problem(.credentials, "\(path) is empty", hint: "Write the secret into it")
    }
}
