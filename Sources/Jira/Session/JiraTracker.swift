public import Curl
internal import JSON
public import JiraAPI
public import Reconciliation
public import Workflow

/// A Jira: Cloud by version 3 of its REST API, or Data Center by version 2.
///
/// Whatever can be asked for more than once a run is asked for once and kept.
public actor JiraTracker: IssueTracker {
    let configuration: JiraConfiguration
    let connection: JiraConnection
    let timing: JiraTiming

    /// Who and where, once proved; a task, so that calls at the same time share it.
    private var proof: Task<Proof, any Error>?
    private var fields: Task<[FieldName: JiraField], any Error>?
    private var types: Task<[LinkType], any Error>?
    private var persons: [String: Task<PersonSearch, any Error>] = [:]
    /// How many issues one reading call takes; falls for the rest of the run once Jira refuses the larger number.
    var readBatch: Int
    let book: TransitionCache
    /// When the caller was last proved, by the run's clock; nil before.
    var lastProved: Duration?
    /// The highest number of a key that was given in this run.
    var highestCreated = 0
    private var latest: Task<[IssueID], any Error>?

    /// What a run has to know of the caller and the project.
    struct Proof: Sendable {
        var site: Site
        var account: String?
        /// The ids of the mapped fields, by the names that the configuration gives them.
        var fieldIDs: [FieldName: FieldName] = [:]
        /// The types of the project's issues, id by name.
        var issueTypes: [(id: String, name: String, isSubtask: Bool)]
    }

    /// Creates a Jira to talk to; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - configuration: Which Jira, and how.
    ///   - client: What carries the calls.
    ///   - timing: The clock to go by.
    ///   - observe: Takes what there is to tell of the calls.
    public init(
        _ configuration: JiraConfiguration,
        client: HTTPClient,
        timing: JiraTiming = .system,
        observe: @escaping @Sendable (JiraEvent) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.timing = timing
        readBatch = configuration.limits.readBatch
        let connection = JiraConnection(
            to: configuration.apiURL,
            version: configuration.knownDeployment?.version,
            as: configuration.credentials,
            limits: configuration.limits.calls,
            client: client,
            timing: timing,
            advice: { failure in
                // A proxy that refuses its own password says nothing of Jira's.
                failure.kind == .credentials && failure.network == nil ? configuration.credentialHint : nil
            },
            observe: observe
        )
        self.connection = connection
        book = TransitionCache(connection)
    }

    /// How many calls were made so far.
    public var calls: Int {
        get async { await connection.calls }
    }

    /// Proves the caller and the project, and returns who and where; asks only once a run.
    public func site() async throws -> Site { try await proved().site }

    func proved() async throws -> Proof {
        let task = proof ?? Task { try await self.prove() }
        proof = task
        return try await task.sharedValue
    }

    /// Returns how an issue is read with the mapped fields.
    func reading() async throws -> IssueDecoder {
        let proof = try await proved()
        return IssueDecoder(
            fields: configuration.fields,
            ids: proof.fieldIDs,
            format: proof.site.deployment.format(table: configuration.table)
        )
    }

    /// Returns the fields that an issue of the configured type can be given, by id.
    public func creationFields() async throws -> [FieldName: JiraField] {
        do {
            return try await creationForm()
        } catch let failure as JiraFailure {
            throw failure.problem
        }
    }

    /// Returns the same, and throws a failure as it comes.
    func creationForm() async throws -> [FieldName: JiraField] {
        let task = fields ?? Task { try await self.readCreationFields() }
        fields = task
        return try await task.sharedValue
    }

    /// Returns the types of links that the site has.
    func linkTypes() async throws -> [LinkType] {
        let task = types ?? Task { try await self.readLinkTypes() }
        types = task
        return try await task.sharedValue
    }

    /// Returns who has an e-mail address; asks only once a run.
    func person(_ address: String, _ key: String) async throws -> PersonSearch {
        let task = persons[address] ?? Task { try await self.searchPerson(address, key) }
        persons[address] = task
        return try await task.sharedValue
    }

    /// Returns what a look beyond the index shows, which is made once; one that failed is made again.
    func unindexedOnce(_ look: @escaping @Sendable () async throws -> [IssueID]) async throws -> [IssueID] {
        let task = latest ?? Task { try await look() }
        latest = task
        do {
            return try await task.sharedValue
        } catch {
            latest = nil
            throw error
        }
    }

    /// Makes a call whose failure ends what is being done.
    func send(_ call: JiraCall) async throws -> JiraAnswer {
        do {
            return try await connection.send(call)
        } catch {
            throw error.problem
        }
    }
}
