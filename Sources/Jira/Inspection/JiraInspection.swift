public import Reconciliation
public import Workflow

/// The state of a Jira before anything is synced.
///
/// An answer is nil that could not be asked for, since an earlier one was missing.
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
        /// The name of the status where it begins.
        public var from: String
        /// The statuses that it would pass, the last being where it ends; `…` where Jira does not tell yet how it goes on.
        public var via: [String]
        /// The problem of an issue without a way; nil where there is one.
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
    /// Those of the permissions asked for that the account has.
    public var permissions: Result<Set<String>, Problem>?
    /// The fields that a new issue can be given, by id.
    public var fields: Result<[FieldName: JiraField], Problem>?
    /// The ids of the mapped fields, by their names in the configuration, or the problem of a name that means none.
    public var names: [FieldName: Result<FieldName, Problem>]?
    /// The account's personal access tokens; nil where it came with none.
    public var tokens: Result<[PersonalToken], Problem>?
    /// The statuses that an issue of the type can have.
    public var statuses: Result<[Status], Problem>?
    /// The way of an open issue of the type to a closed status; nil within where there is none to ask about.
    public var closing: Result<Way?, Problem>?
    /// The way of a closed issue of the type back to an open status; nil within where there is none to ask about.
    public var reopening: Result<Way?, Problem>?

    /// Describes a Jira of which no more than the server is known.
    public init(server: Result<Server, Problem>) { self.server = server }
}
