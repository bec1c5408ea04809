public import Reconciliation

/// The two sides, the state between them and the rules of the comparison: the context of every use case.
public struct Sides: Sendable {
    /// The table.
    public var rows: any RowReader
    /// Jira.
    public var issues: any IssueReader
    /// The repository that the state is committed to.
    public var repository: any StateRepository
    /// The rules of the comparison.
    public var rules: Settings
    /// The digest of all settings that a plan depends on.
    public var configuration: Digest
    /// The time, in milliseconds since 1970.
    public var clock: @Sendable () -> Int64
    /// A source of new UUIDs in lower case.
    public var makeUUID: @Sendable () -> String
    /// The sink of progress and warnings.
    public var report: EventSink

    /// Puts a context together.
    public init(
        rows: any RowReader,
        issues: any IssueReader,
        repository: any StateRepository,
        rules: Settings,
        configuration: Digest,
        clock: @escaping @Sendable () -> Int64,
        makeUUID: @escaping @Sendable () -> String,
        report: @escaping EventSink
    ) {
        self.rows = rows
        self.issues = issues
        self.repository = repository
        self.rules = rules
        self.configuration = configuration
        self.clock = clock
        self.makeUUID = makeUUID
        self.report = report
    }
}

extension Sides {
    /// Asks both sides which project and which table they are.
    ///
    /// - Parameter bound: The scope of a state or a plan; nil for none.
    /// - Returns: Jira as it names itself, and the scope of the run.
    /// - Throws: A `Problem`, also when the state or plan is bound to another project or table.
    func locate(boundTo bound: Scope?) async throws -> (site: JiraSite, scope: Scope) {
        report(.began("Asking Jira who and where"))
        let site = try await issues.site()
        let scope = Scope(site, table: try await rows.identity())
        try bound?.check(against: scope)
        return (site, scope)
    }
}

extension Scope {
    /// Throws when a run is about another project or table than this one.
    fileprivate func check(against scope: Scope) throws(Problem) {
        guard site == scope.site, projectID == scope.projectID else {
            throw .stateIsBound(to: self, notToProjectOf: scope)
        }
        guard table == scope.table else { throw .stateIsBound(to: self, notToTableOf: scope) }
    }
}
