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
    /// The statuses that an issue of the type can have.
    public var statuses: Result<[Status], Problem>?

    /// Describes a Jira of which no more than the server is known.
    public init(server: Result<Server, Problem>) { self.server = server }
}
