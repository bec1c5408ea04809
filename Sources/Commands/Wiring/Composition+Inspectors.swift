import AuditTable
import Curl
import Jira
import Presentation
import StateStore
import Workflow

extension CommandContext {
    /// The ways to look at the database, Jira and the repository themselves.
    func systemInspectors(_ credentials: Credentials) -> Inspectors {
        Inspectors(
            database: { columns in
                let table: PostgresTable
                do {
                    table = try self.table(credentials)
                } catch {
                    return Inspectors.Database(server: .failure(.wrapping(error)), table: nil)
                }
                let server = await Result.of { try await table.server() }
                guard case .success = server else { return Inspectors.Database(server: server, table: nil) }
                return Inspectors.Database(
                    server: server,
                    table: await Result.of { try await table.inspect(writing: columns) }
                )
            },
            tracker: { await lookAtJira(credentials) },
            repository: { await Result.of { try await stateStore.inspect() } }
        )
    }

    private func lookAtJira(_ credentials: Credentials) async -> Inspectors.Tracker {
        do {
            let access = try credentials.jira()
            // The names are looked up one by one, so that one which means no field keeps nothing else from being asked.
            let settings = jiraSettings(access, naming: [])
            let client = try httpClient(for: access.apiURL)
            let now = environment.now
            let jira = await JiraTracker(settings, client: client, observe: observe).inspect(
                naming: configuration.mapping.fields.map(\.name),
                permissions: JiraChecks.needed + JiraChecks.useful,
                now: { now().seconds }
            )
            return Inspectors.Tracker(access: .success(access), jira: jira)
        } catch {
            return Inspectors.Tracker(access: .failure(.wrapping(error)), jira: nil)
        }
    }
}

extension HTTPClientConfiguration.Proxy {
    /// The proxy's address without a login, and what does not go through it.
    var name: String {
        let parts = url.split(separator: "@")
        let scheme = url.firstRange(of: "://").map { url[..<$0.upperBound] } ?? ""
        let address = parts.count > 1 ? scheme + (parts.last ?? "") : Substring(url)
        return exceptions.isEmpty ? String(address) : "\(address), but not for \(exceptions)"
    }
}
