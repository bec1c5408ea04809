public import Reconciliation
public import Workflow

/// What there is to tell of a Jira before anything is synced.
///
/// What could not be asked, since an earlier answer was missing, is nil.
public struct JiraInspection: Sendable {
    /// The server, as far as it tells.
    public struct Server: Hashable, Sendable {
        /// Its kind: `Cloud`, `Server` or another word of Jira's.
        public var deployment: String
        /// Its version.
        public var version: String
        /// Seconds by which its clock is ahead of ours; nil when it does not tell the time.
        public var clockSkew: Int64?

        /// Describes a server.
        public init(deployment: String, version: String, clockSkew: Int64? = nil) {
            self.deployment = deployment
            self.version = version
            self.clockSkew = clockSkew
        }
    }

    /// A status of the project's workflow.
    public struct Status: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its category.
        public var category: StatusCategory

        /// Describes a status.
        public init(_ name: String, _ category: StatusCategory) {
            self.name = name
            self.category = category
        }
    }

    /// The way that an issue would take to be closed, or opened again.
    public struct Way: Hashable, Sendable {
        /// The issue that was looked at.
        public var issue: String
        /// Where it stands.
        public var from: String
        /// The statuses that it would pass, the last being where it ends; `…` where Jira does not tell yet how it goes on.
        public var via: [String]
        /// Why there is none; nil where there is one.
        public var obstacle: Problem?

        /// Describes a way.
        public init(issue: String, from: String, via: [String], obstacle: Problem? = nil) {
            self.issue = issue
            self.from = from
            self.via = via
            self.obstacle = obstacle
        }
    }

    /// The server.
    public var server: Result<Server, Problem>
    /// The name of the account that calls.
    public var account: Result<String, Problem>?
    /// The key of the project, as it is now.
    public var project: Result<String, Problem>?
    /// The name of the type of new issues.
    public var issueType: Result<String, Problem>?
    /// Which of the permissions that were asked for the account has.
    public var permissions: Result<Set<String>, Problem>?
    /// The fields that a new issue can be given, by id.
    public var fields: Result<[FieldName: JiraField], Problem>?
    /// The ids of the mapped fields, by their names in the configuration, or why a name means none.
    public var names: [FieldName: Result<FieldName, Problem>]?
    /// The account's personal access tokens; nil where it came with none.
    public var tokens: Result<[PersonalToken], Problem>?
    /// The statuses that an issue of the type can have.
    public var statuses: Result<[Status], Problem>?
    /// How an open issue of the type would be closed; nil within where there is none to ask about.
    public var closing: Result<Way?, Problem>?
    /// How a closed issue of the type would be opened again; nil within where there is none to ask about.
    public var reopening: Result<Way?, Problem>?

    /// Describes a Jira of which no more than the server is known.
    public init(server: Result<Server, Problem>) { self.server = server }
}
