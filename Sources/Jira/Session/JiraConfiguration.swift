public import JiraAPI
public import Reconciliation
public import Workflow

/// The settings of a Jira: its address, the caller, and what of it is read and written.
public struct JiraConfiguration: Sendable {
    /// The base of the REST API without a trailing slash: the site itself, or Atlassian's gateway for scoped tokens.
    public var apiURL: String
    /// The kind of Jira; nil to ask it.
    public var deployment: Deployment?
    /// The credentials of the caller.
    public var credentials: JiraCredentials
    /// That the token has expired, in a sentence; nil where nothing is known of that.
    public var expiry: String?
    /// The key of the project that issues are created in.
    public var project: String
    /// The type of the issues that are created, by name or id.
    public var issueType: String
    /// The mapped fields that are read with an issue: by their ids, or by their names as people see them.
    public var fields: [FieldName]
    /// Statuses to close an issue into, the preferred one first; without a match any of category done will do.
    public var closedStatuses: [String]
    /// Statuses to reopen an issue into, the preferred one first; without a match any that is not done will do.
    public var openStatuses: [String]
    /// The table whose rows the issues stand for, as a cut description names it.
    public var table: String
    /// The limits of what is asked for at one time, and how often.
    public var limits: Limits

    /// The limits of what is asked for at one time, and how often.
    public struct Limits: Sendable {
        /// Issues in one creating call; Jira takes 50.
        public var createBatch = 50
        /// Creating calls under way at once.
        public var createsAtOnce = 3
        /// Issues in one reading call where Jira's conditions for large ones hold.
        public var readBatch = 1000
        /// Issues in one reading call elsewhere, and where Jira refuses large ones.
        public var smallReadBatch = 100
        /// Ids in one page of a search; Jira gives up to 5,000.
        public var searchPage = 5000
        /// Issues that one search of a Data Center names by id or key.
        public var namedBatch = 500
        /// Reading calls under way at once.
        public var readsAtOnce = 3
        /// Issues that are changed at once.
        public var changesAtOnce = 8
        /// Calls in a second, by method; Jira's burst limit is 100, for PUT and DELETE 50.
        public var callsPerSecond = 90.0
        /// PUT and DELETE calls in a second.
        public var editsPerSecond = 45.0
        /// The time after an unanswered create in which its issue may still turn up.
        public var settle: Duration = .seconds(30)
        /// The wait before a second look for an issue that is missing.
        public var secondLook: Duration = .milliseconds(500)
        /// The number of transitions of one step from which on Jira's bulk operation makes them.
        public var bulkFrom = 10
        /// Statuses that an issue may pass on its way to the one that is wanted.
        public var transitionHops = 6
        /// The rule by which failed calls are made again.
        public var retries = RetryRule()

        /// The limits of Jira Cloud.
        public init() {}

        /// The pace of the calls.
        var calls: CallLimits {
            CallLimits(
                callsPerSecond: callsPerSecond,
                editsPerSecond: editsPerSecond,
                atOnce: max(changesAtOnce, readsAtOnce, createsAtOnce),
                retries: retries
            )
        }
    }

    /// Creates a configuration.
    public init(
        apiURL: String,
        expiry: String? = nil,
        deployment: Deployment? = nil,
        credentials: JiraCredentials,
        project: String,
        issueType: String = "Task",
        fields: [FieldName] = ["summary", "description", "labels"],
        closedStatuses: [String] = [],
        openStatuses: [String] = [],
        table: String = "file_audit",
        limits: Limits = Limits()
    ) {
        self.apiURL = apiURL
        self.expiry = expiry
        self.deployment = deployment
        self.credentials = credentials
        self.project = project
        self.issueType = issueType
        self.fields = fields
        self.closedStatuses = closedStatuses
        self.openStatuses = openStatuses
        self.table = table
        self.limits = limits
    }
}

extension JiraConfiguration {
    /// The kind of Jira as far as it is known for sure before anything was asked; nil where only Jira can tell.
    ///
    /// Atlassian's own hosts are Cloud. Any other may be a Data Center, or a Cloud with a name of its own.
    var knownDeployment: Deployment? {
        if let deployment { return deployment }
        let rest = apiURL.lowercased().split(separator: "/", omittingEmptySubsequences: true).dropFirst()
            .first
        let host = rest?.split(separator: "@").last?.split(separator: ":").first ?? ""
        return host.hasSuffix(".atlassian.net") || host == "api.atlassian.com" ? .cloud : nil
    }
}
