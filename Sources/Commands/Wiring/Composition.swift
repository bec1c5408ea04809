import AuditTable
import Curl
import Jira
import JiraAPI
import Reconciliation
import StateStore
import Workflow

// The composition root: the only place that knows which adapters there are.
extension CommandContext {
    /// The state as files in the repository that holds the configuration.
    var stateStore: StateStore {
        let store = StateStore(storeSettings, digester: Self.digester)
        if configuration.state.remote != nil { environment.ending.add { await store.unlock() } }
        return store
    }

    /// The journal in the git directory of that repository.
    var journalFile: JournalFile { JournalFile(storeSettings, digester: Self.digester) }

    private var storeSettings: StateSettings {
        var settings = StateSettings(
            folder: configuration.directory,
            directory: configuration.state.directory,
            branch: configuration.state.branch,
            now: environment.now
        )
        settings.authorName = environment.variable("GIT_AUTHOR_NAME")
        settings.authorEmail = environment.variable("GIT_AUTHOR_EMAIL")
        settings.committerName = environment.variable("GIT_COMMITTER_NAME")
        settings.committerEmail = environment.variable("GIT_COMMITTER_EMAIL")
        settings.remote = remote
        return settings
    }

    private var remote: RemoteSettings? {
        let ending = environment.ending
        return configuration.state.remote.map { name in
            RemoteSettings(
                name: name,
                expiry: Int64(configuration.state.lockExpiry.rounded(.up)),
                // git, its helpers and the programs of the remote's transport have no use for the credentials.
                variables: environment.variablesForOthers,
                host: environment.host,
                command: environment.command,
                makeUUID: environment.makeUUID,
                report: progress.report,
                lost: { ending.stop(for: $0) }
            )
        }
    }

    /// The table in PostgreSQL, Jira over HTTP, and the state in git.
    func systemAdapters(_ credentials: Credentials) throws -> Adapters {
        let jira = try jira(credentials)
        return Adapters(
            table: try table(credentials),
            tracker: jira,
            repository: stateStore,
            journal: journalFile,
            calls: { await jira.calls }
        )
    }

    private func jira(_ credentials: Credentials) throws -> JiraTracker {
        let access = try credentials.jira()
        let settings = jiraSettings(access, naming: settings.mapping.fields.map(\.name))
        return JiraTracker(settings, client: try httpClient(for: access.apiURL), observe: observe)
    }

    /// Jira, asked without mapped fields.
    func unmappedTracker() throws -> JiraTracker {
        let access = try credentials.jira()
        return JiraTracker(
            jiraSettings(access, naming: []),
            client: try httpClient(for: access.apiURL),
            observe: observe
        )
    }

    /// Returns the client that carries the calls to an address.
    func httpClient(for url: String) throws(Problem) -> HTTPClient {
        let client = HTTPClient(
            HTTPClientConfiguration(
                userAgent: "audit-jira/\(Tool.version)",
                proxy: proxy(for: url),
                certificateBundle: environment.variable("SSL_CERT_FILE")
                    ?? environment.variable("CURL_CA_BUNDLE"),
                timeout: .seconds(configuration.jira.timeout)
            )
        )
        guard let client else { throw .noHTTPClient }
        return client
    }

    /// Returns the settings of the adapter to Jira.
    func jiraSettings(_ access: JiraAccess, naming fields: [FieldName]) -> JiraConfiguration {
        var limits = JiraConfiguration.Limits()
        limits.settle = .seconds(configuration.jira.settle)
        return JiraConfiguration(
            apiURL: access.apiURL,
            expiry: configuration.jira.tokenExpires?.past(at: environment.now().seconds),
            deployment: configuration.jira.deployment.known,
            credentials: access.credentials,
            project: configuration.jira.project,
            issueType: configuration.jira.issueType,
            fields: fields,
            table: configuration.database.table,
            limits: limits
        )
    }

    /// The sink of events of the calls to Jira.
    var observe: @Sendable (JiraEvent) -> Void {
        let progress = progress
        return { event in
            switch event {
            case .called(let method, let path, let status, let took):
                progress.detail("\(method) \(path): \(status.map(String.init) ?? "no answer") in \(took)")
            case .waits(let method, let path, let wait, let reason):
                let seconds = Double(wait.components.seconds) + Double(wait.components.attoseconds) / 1e18
                progress.report(.waiting(reason: "\(reason) (\(method) \(path))", seconds: seconds))
            }
        }
    }

    /// The proxy that the environment names for an address; curl's own names for the variables.
    func proxy(for url: String) -> HTTPClientConfiguration.Proxy? {
        let names = url.hasPrefix("https:") ? ["HTTPS_PROXY", "https_proxy"] : ["http_proxy"]
        guard let proxy = (names + ["ALL_PROXY", "all_proxy"]).lazy.compactMap(environment.variable).first
        else {
            return nil
        }
        let exceptions = environment.variable("NO_PROXY") ?? environment.variable("no_proxy") ?? ""
        return HTTPClientConfiguration.Proxy(url: proxy, exceptions: exceptions)
    }
}

extension CommandContext {
    /// The table in PostgreSQL.
    func table(_ credentials: Credentials) throws -> PostgresTable {
        let login = DatabaseLogin(
            try credentials.database().revealed,
            statementTimeout: .seconds(configuration.database.timeout)
        )
        return try PostgresTable(
            configuration.database.table,
            schema: configuration.database.schema,
            login: login
        )
    }
}
