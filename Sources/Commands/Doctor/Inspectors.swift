import AuditTable
import Jira
import Presentation
import Reconciliation
import StateStore
import Workflow

/// The ways to look at both sides and the repository that `doctor` takes; none of them changes anything.
struct Inspectors: Sendable {
    /// What was seen of the database.
    struct Database: Sendable {
        /// The server, or why there is no way to it.
        var server: Result<DatabaseServer, Problem>
        /// The table; nil when the server was not reached.
        var table: Result<TableInspection, Problem>?
    }

    /// What was seen of Jira.
    struct Tracker: Sendable {
        /// How it is reached, or which credentials are missing.
        var access: Result<JiraAccess, Problem>
        /// What it tells; nil without credentials.
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
    /// What some work comes to.
    static func of(_ work: () async throws -> Success) async -> Self {
        do {
            return .success(try await work())
        } catch let problem as Problem {
            return .failure(problem)
        } catch {
            return .failure(Problem(.failure, "\(error)"))
        }
    }

    /// The problem; nil for a success.
    var problem: Problem? {
        if case .failure(let problem) = self { problem } else { nil }
    }
}
