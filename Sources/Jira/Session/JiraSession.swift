internal import Curl
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// One run's knowledge of a Jira: the connection, and the answers that are asked for once and kept.
///
/// Each answer is a task, so that calls at the same time share it.
actor JiraSession {
    let configuration: JiraConfiguration
    let connection: JiraConnection
    let timing: JiraTiming
    /// The steps of the workflows, as far as they were asked for.
    let transitions: TransitionCache

    private var proof: Task<JiraProof, any Error>?
    private var fields: Task<[FieldName: JiraField], any Error>?
    private var types: Task<[LinkType], any Error>?
    private var persons: [String: Task<PersonSearch, any Error>] = [:]
    private var latest: Task<[IssueID], any Error>?
    /// The number of issues in one reading call; falls for the rest of the run once Jira refuses the larger number.
    private(set) var readBatch: Int
    /// The highest number of a key that was given in this run.
    private(set) var highestCreated = 0
    /// The moment of the caller's last proof, by the run's clock; nil before.
    var lastProved: Duration?

    init(
        _ configuration: JiraConfiguration,
        client: HTTPClient,
        timing: JiraTiming,
        observe: @escaping @Sendable (JiraEvent) -> Void
    ) {
        self.configuration = configuration
        self.timing = timing
        readBatch = configuration.limits.readBatch
        connection = JiraConnection(
            to: configuration.apiURL,
            version: configuration.knownDeployment?.version,
            as: configuration.credentials,
            limits: configuration.limits.calls,
            client: client,
            timing: timing,
            expiry: configuration.expiry,
            observe: observe
        )
        transitions = TransitionCache(connection)
    }

    /// Proves the caller and the project, and returns what Jira says of them; asks only once a run.
    func proved() async throws -> JiraProof {
        let task = proof ?? Task { try await self.prove() }
        proof = task
        return try await task.sharedValue
    }

    /// Returns the fields that an issue of the configured type can be given; throws a failure as it comes.
    func creationFields() async throws -> [FieldName: JiraField] {
        let task = fields ?? Task { try await CreationForm(session: self).fields() }
        fields = task
        return try await task.sharedValue
    }

    /// Returns the types of links that the site has.
    func linkTypes() async throws -> [LinkType] {
        let task = types ?? Task { try await IssueRelater(session: self).readLinkTypes() }
        types = task
        return try await task.sharedValue
    }

    /// Returns the person with an e-mail address; asks only once a run.
    func person(_ address: String, named key: String) async throws -> PersonSearch {
        let task = persons[address] ?? Task { try await PeopleLookup(session: self).search(address, by: key) }
        persons[address] = task
        return try await task.sharedValue
    }

    /// Returns the issues that a look beyond the index shows, which is made once; one that failed is made again.
    func unindexed(
        _ look: @escaping @Sendable () async throws -> [IssueID]
    ) async throws -> [IssueID] {
        let task = latest ?? Task { try await look() }
        latest = task
        do {
            return try await task.sharedValue
        } catch {
            latest = nil
            throw error
        }
    }

    /// Asks for fewer issues at a time from now on.
    func lowerReadBatch(to size: Int) { readBatch = size }

    /// Takes note of issues that were created in this run.
    func noteCreated(_ issues: [CreatedIssue], in project: String) {
        let numbers = issues.compactMap { $0.key.issueNumber(in: project) }
        highestCreated = max(highestCreated, numbers.max() ?? 0)
    }
}

extension JiraSession {
    /// The rule by which steps are chosen.
    nonisolated var choice: TransitionChoice {
        TransitionChoice(
            closedStatuses: configuration.closedStatuses,
            openStatuses: configuration.openStatuses
        )
    }

    /// Returns the reader of issues with the mapped fields.
    nonisolated func decoder() async throws -> IssueDecoder {
        let proof = try await proved()
        return IssueDecoder(
            fields: configuration.fields.map { proof.site.fieldIDs[$0] ?? $0 },
            ids: proof.fieldIDs,
            format: proof.site.deployment.format(table: configuration.table)
        )
    }

    /// Makes a call whose failure ends what is being done.
    nonisolated func send(_ call: JiraCall) async throws(Problem) -> JiraAnswer {
        do throws(JiraFailure) {
            return try await connection.send(call)
        } catch {
            throw error.problem
        }
    }

    /// Waits, and tells the reason where there is one; throws a problem when the run is interrupted.
    nonisolated func pause(_ wait: Duration, reason: String? = nil) async throws(Problem) {
        do throws(JiraFailure) {
            try await connection.pause(wait, reason: reason)
        } catch {
            throw error.problem
        }
    }
}
