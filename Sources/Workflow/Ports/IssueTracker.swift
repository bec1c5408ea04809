public import Reconciliation

/// What takes issues as they are read.
public protocol IssueSink: Sendable {
    /// Takes an issue, and how it was asked for; throws a `Problem` to end the reading. A moved issue that was asked for by
    /// an old key comes with its present key.
    mutating func add(_ issue: Issue, askedAs reference: IssueReference) throws
    /// Takes word that an issue which was asked for exists no more, or is hidden from the caller: looked for twice, by a
    /// proved caller in a project that can be browsed.
    mutating func addMissing(_ reference: IssueReference) throws
    /// Whether issues may first be shown as a search sees them: without their markers, and as they were a while ago.
    ///
    /// A Jira that can only be asked for one issue at a time then asks for those alone that are shown in vain.
    var takesGlimpses: Bool { get }
    /// Whether an issue is what was expected, so that nobody has to look closer; asked only where glimpses are taken.
    func isExpected(_ glimpse: Issue) -> Bool
}

extension IssueSink {
    /// No: each issue is read as it is now, with its marker.
    public var takesGlimpses: Bool { false }

    /// No.
    public func isExpected(_ glimpse: Issue) -> Bool { false }
}

/// How an issue is asked for.
public enum IssueReference: Hashable, Sendable {
    /// By its id.
    case id(IssueID)
    /// By its key.
    case key(String)
}

/// What kind of Jira it is.
public enum Deployment: String, Hashable, Sendable, CaseIterable {
    /// Atlassian's own.
    case cloud
    /// One that somebody runs, of which Jira Server was the smaller form.
    case dataCenter = "datacenter"
}

/// The Jira that is talked to, and as whom.
public struct Site: Hashable, Sendable {
    /// The site, as `/serverInfo` names it: its base URL without a trailing slash.
    public var url: String
    /// The project's key.
    public var project: String
    /// The project's id.
    public var projectID: String
    /// The account, as people would name it.
    public var account: String
    /// The server's clock, in milliseconds since 1970; 0 when it does not tell.
    public var time: Int64
    /// What kind of Jira it is.
    public var deployment: Deployment
    /// The ids of those mapped fields that plans and the state call by them, by their names in the configuration: their
    /// names mean something else there.
    public var fieldIDs: [FieldName: FieldName] = [:]

    /// Makes a site.
    public init(
        url: String,
        project: String,
        projectID: String,
        account: String,
        time: Int64,
        deployment: Deployment = .cloud
    ) {
        self.url = url
        self.project = project
        self.projectID = projectID
        self.account = account
        self.time = time
        self.deployment = deployment
    }
}

extension Scope {
    /// What a run is about: the project of a Jira, and a table by its name.
    public init(_ site: Site, table: String) {
        self.init(site: site.url, project: site.project, projectID: site.projectID, table: table)
    }
}

/// The issues of the project that carry the marker's label, as far as the search index knows.
public struct MarkedIssues: Hashable, Sendable {
    /// Their ids, in ascending order.
    public var ids: [IssueID]
    /// About how many there are in all; nil when `ids` are all of them.
    public var total: Int?

    /// Makes the answer.
    public init(ids: [IssueID], total: Int? = nil) {
        self.ids = ids
        self.total = total
    }
}

/// A place to read issues from: Jira, or a snapshot of it.
///
/// All methods throw a `Problem`.
public protocol IssueReader: WorkflowReader {
    /// Proves the caller and the project, and returns who and where; asks only once a run.
    func site() async throws -> Site
    /// Hands the issues over to the sink, in ascending order of ids; every reference ends in `add` or in `addMissing`.
    func read<Sink: IssueSink>(_ references: [IssueReference], into sink: consuming Sink) async throws -> Sink
    /// Returns the project's issues with the marker's label: all, or those changed since a moment (milliseconds since 1970).
    func marked(since: Int64?) async throws -> MarkedIssues
    /// Returns the issues with a marker that the search index may not know yet: it looks at the project's latest keys one by
    /// one, since reads by key do not lag.
    func unindexed() async throws -> [IssueID]
}

/// A place to look at what Jira's workflows, screens and permissions let be done.
///
/// All methods throw a `Problem`.
public protocol WorkflowReader: Sendable {
    /// Returns those of the given closed issues whose workflow has no way back to an open status.
    func deadEnds(among issues: [IssueID]) async throws -> Set<IssueID>
    /// Returns how actions of a plan will fare, in their order: which way they go, and what is in it.
    func forecasts(for actions: [Action]) async throws -> [Forecast]
}

/// An issue to create.
public struct IssueDraft: Hashable, Sendable {
    /// The fields to set, by their ids; `description` is Markdown, `labels` a list that includes the marker's label.
    public var fields: [FieldName: FieldValue]
    /// The marker to set in the same request.
    public var marker: Marker

    /// Makes a draft.
    public init(fields: [FieldName: FieldValue], marker: Marker) {
        self.fields = fields
        self.marker = marker
    }
}

/// What is to become of one issue.
///
/// Its fields come first, then the comment, then the transition. A run that dies in between leaves an open issue, which is
/// closed again; the comment is then found and not added twice.
public struct IssueChange: Hashable, Sendable {
    /// Where a transition is to lead.
    public enum Goal: Hashable, Sendable {
        /// To a status of category done, with the named resolution where the workflow asks for one.
        case closed(resolution: String?)
        /// To a status that is not done.
        case open
    }

    /// The issue.
    public var issue: IssueID
    /// Its key, for messages.
    public var key: String
    /// The row it belongs to, which the description's block names.
    public var row: RowKey
    /// Fields to set, without labels; `description` is the Markdown of the tool's block.
    public var fields: [FieldName: FieldValue]
    /// Labels to add, others staying as they are.
    public var addedLabels: [String]
    /// Labels to remove, others staying as they are.
    public var removedLabels: [String]
    /// The marker to set or, when `isReleased`, to take off; nil to leave it.
    public var marker: Marker?
    /// Whether the marker is taken off: its property then says that it counts no more.
    public var isReleased = false
    /// A comment to add, in Markdown; nil for none.
    ///
    /// One that says the same and is younger than the issue's present category of status is taken for this one.
    public var comment: String?
    /// The transition to make; nil for none.
    public var transition: Goal?
    /// Whether the transition may go together with those of other issues, by Jira's bulk operation.
    public var isBulk = false

    /// Makes a change that changes nothing yet.
    public init(issue: IssueID, key: String, row: RowKey) {
        self.issue = issue
        self.key = key
        self.row = row
        self.fields = [:]
        self.addedLabels = []
        self.removedLabels = []
    }

    /// The requests that it is made of, in their order; a transition may take several.
    public var parts: [Part] {
        (isEdit ? [.edit] : []) + (comment == nil ? [] : [.comment])
            + (transition == nil ? [] : [.transition])
    }

    /// Whether fields, labels or the marker are to be written.
    public var isEdit: Bool {
        !fields.isEmpty || !addedLabels.isEmpty || !removedLabels.isEmpty || marker != nil
    }
}

/// What one issue is to another.
public struct Relation: Hashable, Sendable {
    /// The sorts of relations.
    public typealias Kind = RelationKind

    /// The sort of relation.
    public var kind: Kind
    /// The key of the first.
    public var key: String
    /// The key of the second.
    public var other: String

    /// Makes a relation.
    public init(_ kind: Kind, _ key: String, _ other: String) {
        self.kind = kind
        self.key = key
        self.other = other
    }
}

/// Jira itself, which can also be written.
public protocol IssueTracker: IssueReader {
    /// Creates issues, and returns what became of each, in their order. Each answer is paired with its draft through the
    /// marker; a create whose answer was lost is looked up and never sent again.
    func create(_ drafts: [IssueDraft], log: @escaping WriteLog) async throws -> [Outcome<CreatedIssue>]
    /// Changes issues, and returns what became of each, in their order.
    func change(_ changes: [IssueChange], log: @escaping WriteLog) async throws -> [Outcome<Void>]
    /// Relates issues with one another, and returns what became of each relation, in their order.
    func relate(_ relations: [Relation]) async throws -> [Outcome<Void>]
    /// Looks for issues with these markers, whose creates were sent so long ago and not answered, until they are found or
    /// can no longer turn up; returns what was found by the markers' operations. Throws when it could not look.
    func find(_ markers: [Marker], age: Duration) async throws -> [String: CreatedIssue]
    /// Returns the project's youngest issues with the marker's label: those that the index knows, and those it does not
    /// know yet.
    func youngest() async throws -> [IssueID]
}
