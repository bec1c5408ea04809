import AuditTable
import Jira
import Presentation
import Reconciliation
import StateStore
import Workflow

/// The ways to look at both sides and the repository that `doctor` takes; none of them changes anything.
struct Inspectors: Sendable {
    /// The result of a look at the database.
    struct Database: Sendable {
        /// The server, or why there is no way to it.
        var server: Result<DatabaseServer, Problem>
        /// The table; nil when the server was not reached.
        var table: Result<TableInspection, Problem>?
    }

    /// The result of a look at Jira.
    struct Tracker: Sendable {
        /// The way to Jira, or the credentials that are missing.
        var access: Result<JiraAccess, Problem>
        /// The inspection; nil without credentials.
        var jira: JiraInspection?
    }

    /// Looks at the database, and at the table with the columns that are written.
    var database: @Sendable (Set<String>) async -> Database
    /// Looks at Jira.
    var tracker: @Sendable () async -> Tracker
    /// Looks at the repository.
    var repository: @Sendable () async -> Result<RepositoryInspection, Problem>
}

extension Result where Success: Sendable, Failure == Problem {
    /// Returns the result of some work.
    static func of(_ work: () async throws -> Success) async -> Self {
        do {
            return .success(try await work())
        } catch {
            return .failure(.wrapping(error))
        }
    }

    /// The problem; nil for a success.
    var problem: Problem? {
        if case .failure(let problem) = self { problem } else { nil }
    }
}
