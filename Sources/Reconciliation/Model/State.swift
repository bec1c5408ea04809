/// What a state, and so a plan, is about: one Jira project and one table.
public struct Scope: Hashable, Sendable {
    /// The Jira site, as its `/serverInfo` names it.
    public var site: String
    /// The project's key.
    public var project: String
    /// The project's id, which survives a change of the key.
    public var projectID: String
    /// The database's name and the table's, as `database/schema.table`.
    public var table: String

    /// Makes a scope.
    public init(site: String, project: String, projectID: String, table: String) {
        self.site = site
        self.project = project
        self.projectID = projectID
        self.table = table
    }
}

/// How far a state has seen Jira, in milliseconds since 1970 by Jira's clock.
public struct Watermark: Hashable, Sendable {
    /// Everything that Jira had changed before this moment was seen.
    public var changes: Int64
    /// When every link was last looked at.
    public var full: Int64

    /// The moments that a file may name: up to the end of the year 9999, so that every difference is a number.
    public static let moments = 0...253_402_300_799_999

    /// Makes a watermark.
    public init(changes: Int64, full: Int64) {
        self.changes = changes
        self.full = full
    }
}

/// What was agreed when the two sides last agreed.
public struct State: Hashable, Sendable {
    /// The state's UUID, which stays for its whole life.
    public var lineage: String
    /// How often it was written; the first is 1.
    public var serial: Int
    /// What it is bound to.
    public var scope: Scope
    /// How far it has seen Jira; nil before the first look.
    public var watermark: Watermark?
    /// All links, sorted by row key and issue id.
    public var links: [Link]

    /// The serials that a file may name, with room for those to come.
    public static let serials = 0...9_007_199_254_740_991

    /// Makes a state.
    public init(lineage: String, serial: Int, scope: Scope, watermark: Watermark? = nil, links: [Link] = []) {
        self.lineage = lineage
        self.serial = serial
        self.scope = scope
        self.watermark = watermark
        self.links = links
    }
}
