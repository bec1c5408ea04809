import Foundation
import Reconciliation
import Workflow

/// The two sides and the state, as a command uses them.
struct Adapters: Sendable {
    /// The table.
    var table: any RowTable
    /// Jira.
    var tracker: any IssueTracker
    /// The repository that the state is committed to.
    var repository: any StateRepository
    /// The journal of runs.
    var journal: any RunJournal
    /// The number of calls that Jira answered so far.
    var calls: @Sendable () async -> Int
    /// The ids of the mapped fields that plans call by them.
    var fieldIDs: [FieldName: FieldName] = [:]
}
