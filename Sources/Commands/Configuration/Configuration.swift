import Reconciliation
import Workflow

/// The contents of `audit-jira.yaml`, every default filled in.
struct Configuration: Sendable {
    /// The file it was read from, absolute.
    var path: String
    /// The table and how to read it.
    var database: Database
    /// The Jira and how to talk to it.
    var jira: Jira
    /// The templates and the owners of the fields.
    var mapping: MappingSettings
    /// The policies for cases where the decision table leaves a choice.
    var policies: Policies
    /// The limits.
    var guards: Guards
    /// The values that are written into rows.
    var updates: RowUpdates
    /// The location of the state.
    var state: StatePlace
    /// The program that prints secrets, with its arguments; empty for none.
    var credentialsCommand: [String]

    /// The directory that holds the file: the repository's, or one in it.
    var directory: String { Path.parent(of: path) }

    /// The columns of the table that are written.
    var writtenColumns: Set<String> {
        let assignments = [updates.onStarted, updates.onResolved, updates.onReopened].joined()
        return Set(assignments.map(\.column) + [database.schema.debt, database.schema.tickets])
    }

    /// The table and how to read it.
    struct Database: Hashable, Sendable {
        /// The table's name, with or without its schema.
        var table = "public.file_audit"
        /// The names of the columns.
        var schema = RowSchema(also: [
            "file_name", "layer_number", "layer_name", "status", "workflows", "audit_status", "audit_date",
        ])
        /// The time limit of a statement, in seconds.
        var timeout = 60.0
    }

    /// The Jira and how to talk to it.
    struct Jira: Hashable, Sendable {
        /// The kind of Jira.
        enum Deployment: String, Hashable, Sendable, CaseIterable {
            /// Found out by asking.
            case auto
            /// Atlassian's own.
            case cloud
            /// One that somebody runs.
            case datacenter

            /// The kind of Jira; nil where it has to be found out.
            var known: Workflow.Deployment? { Workflow.Deployment(rawValue: rawValue) }
        }

        /// The address that people browse; nil when the environment gives it.
        var url: String?
        /// The address of the API, when it is another one.
        var apiURL: String?
        /// The kind of Jira.
        var deployment = Deployment.auto
        /// The project's key.
        var project = ""
        /// The name of the type of new issues.
        var issueType = "Task"
        /// The time limit of a call, in seconds.
        var timeout = 30.0
        /// The day on which the token expires; nil where nobody said.
        var tokenExpires: TokenExpiry?
        /// The time in which the issue of a create without an answer may still turn up, in seconds.
        var settle = 30.0
    }

    /// The location of the state.
    struct StatePlace: Hashable, Sendable {
        /// The directory, seen from the configuration's.
        var directory = "state"
        /// The branch that is committed to; nil for the one that is checked out.
        var branch: String?
        /// The remote that keeps runs of other clones away; nil for none.
        var remote: String?
        /// The time that its lock holds unless it is renewed, in seconds.
        var lockExpiry = 900.0
    }
}
