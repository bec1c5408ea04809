public import Curl
public import JiraAPI
public import Reconciliation
public import Workflow

/// A Jira: Cloud by version 3 of its REST API, or Data Center by version 2.
///
/// Whatever can be asked for more than once a run is asked for once and kept.
public struct JiraTracker: IssueTracker {
    private let session: JiraSession

    /// Creates a Jira to talk to; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - client: Carries the calls.
    ///   - timing: The clock to go by.
    ///   - observe: Takes the events of the calls.
    public init(
        _ configuration: JiraConfiguration,
        client: HTTPClient,
        timing: JiraTiming = .system,
        observe: @escaping @Sendable (JiraEvent) -> Void = { _ in }
    ) {
        session = JiraSession(configuration, client: client, timing: timing, observe: observe)
    }

    /// The number of calls that were made so far.
    public var calls: Int {
        get async { await session.connection.calls }
    }

    /// Proves the caller and the project, and returns who and where; asks only once a run.
    public func site() async throws -> JiraSite { try await session.proved().site }

    /// Returns the projects that the account may create issues in, by key; needs no project in the configuration.
    public func projects() async throws -> [JiraProject] {
        try await ProjectCatalog(session: session).projects()
    }

    /// Returns the names of the project's issue types, those of sub-tasks left out.
    public func issueTypes() async throws -> [String] {
        try await ProjectCatalog(session: session).issueTypes()
    }

    /// Returns the fields that an issue of the configured type can be given, by id.
    public func creationFields() async throws -> [FieldName: JiraField] {
        do {
            return try await session.creationFields()
        } catch let failure as JiraFailure {
            throw failure.problem
        }
    }

    /// Returns those of the permissions that a sync needs which the account lacks in the project, by Jira's names for them.
    public func missingPermissions() async throws -> [String] {
        try await AccountPermissions(session: session).missing()
    }

    /// Looks at everything that a sync will need of Jira, and changes nothing.
    ///
    /// The tracker itself is best made without mapped fields, so that a name which means none is found here and does not keep
    /// the rest from being asked.
    ///
    /// - Parameters:
    ///   - names: The mapped fields, by the names that the configuration gives them.
    ///   - permissions: The permissions to ask for, by Jira's names for them.
    ///   - now: Returns the seconds since 1970.
    /// - Returns: What was found, good or bad.
    public func inspect(
        naming names: [FieldName],
        permissions: [String],
        now: @Sendable () -> Int64
    ) async -> JiraInspection {
        await JiraInspector(session: session).inspect(naming: names, permissions: permissions, now: now)
    }
}

extension JiraTracker {
    /// Hands the issues over to the sink, in ascending order of ids, and then those that are missing.
    ///
    /// These were looked for twice, and after that the caller and the project were proved again: an expired token and a
    /// project that is hidden lead to empty answers of status 200.
    public func read<Sink: IssueSink>(
        _ references: [IssueReference],
        into sink: consuming Sink
    ) async throws -> Sink {
        try await OrderedReading(session: session).read(references, into: sink)
    }

    /// Returns the project's issues with the marker's label: all, or those changed since a moment.
    public func marked(since: Int64?) async throws -> MarkedIssues {
        try await IndexSearch(session: session).marked(since: since)
    }

    /// Returns the issues with a marker that the search index may not know yet, in ascending order; asks once a run.
    ///
    /// On Data Center an issue counts that the index knows lately and shows with the label: whether it has a marker only a
    /// read of the issue tells.
    public func unindexed() async throws -> [IssueID] {
        try await UnindexedIssues(session: session).unindexed()
    }

    /// Returns the youngest issues with the marker's label, indexed or not, in ascending order.
    public func youngest() async throws -> [IssueID] {
        try await UnindexedIssues(session: session).youngest()
    }

    /// Returns those of the given closed issues whose workflow has no way back to an open status.
    ///
    /// A way over other closed statuses counts where issues can be found that stand there, since only these tell where it
    /// leads. A step that the workflow has and that the caller may not take is a way.
    ///
    /// - Throws: A `Problem` when the account may not make transitions at all, which would look the same.
    public func deadEnds(among issues: [IssueID]) async throws -> Set<IssueID> {
        try await DeadEnds(session: session).issues(among: issues)
    }

    /// Returns the prospects of actions of a plan, in their order: the way through the workflow, and what is in the way.
    ///
    /// It tells what the run that carries them out would be told: permissions, fields that a new issue has to have, values
    /// that a field does not take, a workflow without a way. What Jira does not tell is not held against an action.
    public func forecasts(for actions: [Action]) async throws -> [Forecast] {
        try await Forecaster(session: session).forecasts(for: actions)
    }
}

extension JiraTracker {
    /// Creates issues, and returns the outcome of each, in their order.
    ///
    /// Each answer is paired with its draft through the marker; a create whose answer was lost is looked up and never
    /// sent again. The log hears of each call before it is made, and of each issue once its answer is paired. When the task
    /// is cancelled, calls under way are finished and no other is made.
    public func create(
        _ drafts: [IssueDraft],
        log: @escaping WriteLog
    ) async throws -> [Outcome<CreatedIssue>] {
        try await IssueCreator(session: session, notes: JournalledWrites(log: log)).create(drafts)
    }

    /// Changes issues, and returns the outcome of each, in their order.
    ///
    /// The log hears of each request before it is sent, and of its answer where that is certain. When the task is
    /// cancelled, changes that have begun are finished and no other begins.
    public func change(_ changes: [IssueChange], log: @escaping WriteLog) async throws -> [Outcome<Void>] {
        try await IssueChanger(session: session, notes: JournalledWrites(log: log)).change(changes)
    }

    /// Relates issues with one another, and returns the outcome of each relation, in their order.
    ///
    /// Jira makes a relation that exists already no second time, so that one whose answer was lost is sent again. Nothing
    /// but an unproved caller ends it: without link types each relation fails alone.
    public func relate(_ relations: [Relation]) async throws -> [Outcome<Void>] {
        try await IssueRelater(session: session).relate(relations)
    }

    /// Looks for issues that carry these markers: the outcome of creates whose answers were lost.
    ///
    /// Two ways are gone: a walk over the project's next keys, which does not lag behind, and a search by the label, whose
    /// index does. Both are gone again and again until all are found or `Limits.settle` is over since the creates were sent.
    ///
    /// - Throws: A `Problem` when something was not found and the last look failed: then it may be there.
    public func find(_ markers: [Marker], age: Duration) async throws -> [String: CreatedIssue] {
        try await LostCreateSearch(session: session).find(markers, age: age)
    }
}
