import Foundation
import Reconciliation
import Workflow

/// The two sides and the state, as a command uses them.
struct Adapters: Sendable {
    /// The table.
    var table: any RowTable
    /// Jira.
    var tracker: any IssueTracker
    /// Where the state is committed.
    var repository: any StateRepository
    /// Where runs note what they are about to write.
    var journal: any RunJournal
    /// How many calls Jira answered so far.
    var calls: @Sendable () async -> Int
    /// The ids of the mapped fields that plans call by them.
    var fieldIDs: [FieldName: FieldName] = [:]
}
