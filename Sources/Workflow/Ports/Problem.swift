/// The reason why a run, or one action of it, could not be done, with its causes and the ways out.
public struct Problem: Error, Hashable, Sendable {
    /// The sort of a problem; the exit code follows from it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The call or the configuration is wrong.
        case usage
        /// Something failed: a host is unreachable, an answer makes no sense, a file cannot be read.
        case failure
        /// A login or a permission is missing.
        case credentials
        /// A guard refused.
        case guarded
        /// Another run holds the lock.
        case locked
        /// What was approved is no longer true.
        case stale
        /// The two sides still differ after an apply.
        case diverged
        /// The run was interrupted.
        case interrupted
    }

    /// A way out that names an option or a variable of the environment; the edge knows their names and adds the hint.
    public enum Remedy: Hashable, Sendable {
        /// To correct the way to the database as a whole.
        case databaseSettings
        /// To correct the database's address.
        case databaseAddress
        /// To correct the database's host.
        case databaseHost
        /// To correct the database's name.
        case databaseName
        /// To give the database's password.
        case databasePassword
        /// To correct the login that Jira does not accept: whether it is by a personal access token, nil where that is not
        /// known, and the host that it went to.
        case jiraLogin(isPersonalToken: Bool?, host: String)
        /// To correct Jira's address, where something else answers.
        case jiraAddress
        /// To correct Jira's address, where Jira seems to have moved.
        case movedJira
        /// To correct Jira's host, which no name server knows.
        case jiraHost
        /// To correct Jira's address, where answers are larger than Jira's ever are.
        case largeAnswers
        /// To wait longer for an answer.
        case slowNetwork
        /// To name a file of certificates that can be read.
        case certificateFile
        /// To go by the host that a certificate is for.
        case certificateHost
        /// To trust the authority that signed a certificate.
        case certificateAuthority
        /// To speak a newer TLS at the other end.
        case oldEncryption
        /// To correct the proxy's password.
        case proxyPassword
        /// To be let through by the proxy, or to go around it.
        case proxyRefusal
        /// To save a plan as a file.
        case savedPlan
        /// To apply a plan without what is stale.
        case skippingStale
        /// To name the lineage of the state that is made anew.
        case lineage
    }

    /// The sort.
    public var kind: Kind
    /// The event, with its row, issue or file: a sentence without a full stop.
    ///
    /// Never holds a secret.
    public var summary: String
    /// The lower errors that led to it, outermost first, each a phrase without a full stop.
    public var causes: [String]
    /// The ways out, each a sentence without a full stop.
    public var hints: [String]
    /// The way out that only the edge can word; nil for none.
    public var remedy: Remedy?

    /// Describes a problem with one hint at most.
    public init(_ kind: Kind, _ summary: String, causes: [String] = [], hint: String? = nil) {
        self.init(kind, summary, causes: causes, hints: hint.map { [$0] } ?? [])
    }

    /// Describes a problem.
    public init(
        _ kind: Kind,
        _ summary: String,
        causes: [String] = [],
        hints: [String],
        remedy: Remedy? = nil
    ) {
        self.kind = kind
        self.summary = summary
        self.causes = causes
        self.hints = hints
        self.remedy = remedy
    }

    /// All hints as one text; nil where there are none.
    public var hint: String? {
        get { hints.isEmpty ? nil : hints.joined(separator: ". ") }
        set { hints = newValue.map { [$0] } ?? [] }
    }

    /// The summary and its causes on one line, for places without room for a line each.
    public var sentence: String { ([summary] + causes).joined(separator: ": ") }

    /// Returns the same problem with one more hint.
    public func adding(hint: String) -> Problem {
        var problem = self
        problem.hints.append(hint)
        return problem
    }

    /// Returns the problem that an error is, or one that says the same.
    public static func wrapping(_ error: any Error) -> Problem {
        error as? Problem ?? Problem(.failure, "\(error)")
    }

    /// Returns an error with its own causes, as the causes of another problem.
    public static func causes(of error: any Error) -> [String] {
        guard let problem = error as? Problem else { return ["\(error)"] }
        return [problem.summary] + problem.causes
    }
}
