/// The reason of an action.
///
/// Its sentence is not the core's: it is made where plan files are written. Issues are named by their keys.
public enum Reason: Hashable, Sendable {
    // Creating.

    /// The row has debt and lists no ticket.
    case noTicket
    /// The row has debt, and none of the tickets that it lists exists.
    case ticketsMissing
    /// The row has debt, and every ticket that it lists is closed.
    case ticketsClosed
    /// People decided that the row's closed tickets do not cover its debt.
    case uncovered
    /// The issue was deleted in Jira.
    case deleted(String)
    /// The row has debt again, and its issue stays closed; without a way back where its workflow has none.
    case debtBack(closed: String, hasWayBack: Bool)
    /// The row has debt, and the issue that was created for it stays closed.
    case ownStaysClosed(String)

    // Linking.

    /// The row lists a ticket.
    case lists(String, isClosed: Bool)
    /// The issue was created for the row.
    case createdForRow(String)
    /// An issue that was created for the row takes the place of another that would have been created for a reason.
    indirect case succession(Reason, by: String)
    /// People linked them.
    case linked

    // Closing and opening the issue.

    /// The row has no debt any more.
    case debtGone
    /// The row is gone from the table.
    case rowGoneFromTable
    /// The issue is a duplicate of another.
    case duplicate(of: String)
    /// The row has debt again.
    case debtAgain

    // Changing the row.

    /// The issue was closed, with a resolution or without.
    case closed(String, resolution: String?)
    /// Every ticket of the row is closed.
    case allClosed
    /// The issue was opened again.
    case openedAgain(String)
    /// The issue was started, and has this status now.
    case started(String, status: String)

    // Accepting the debt.

    /// The issue was closed in a way that keeps the debt: the name of its resolution, or of its status.
    case closedKeepingDebt(String, as: String)
    /// Every ticket of the row is closed, one of them in a way that keeps the debt.
    case allClosedKeepingDebt
    /// The issue was deleted in Jira, and the debt stays without one.
    case deletedKeepingDebt(String)

    // Writing fields.

    /// The row's key was another.
    case keyWas(RowKey)
    /// The file was another.
    case fileWas(String)
    /// The debt was rewritten.
    case rewritten
    /// The fields differ.
    case fieldsDiffer
    /// A field was changed in Jira.
    case changedInJira

    // Putting keys right.

    /// The issue has another key now.
    case moved(from: String, to: String)
    /// The row does not list the issue any more that was created for it.
    case ownUnlisted(String)

    // Dropping the link, or noting that all is done.

    /// The debt is gone, and the issue is closed.
    case bothDone(String)
    /// There is nothing left to decide.
    case moot
    /// People parted them.
    case parted
    /// The row does not list the ticket any more.
    case unlisted(String)
    /// There is no such ticket.
    case dangling(String)
    /// The ticket does not exist any more.
    case gone(String)
    /// The issue is gone, and the row has no debt.
    case goneWithoutDebt(String)
    /// The row is gone.
    case rowGone
    /// The row is gone, and people decided that the issue stays as it is.
    case rowGoneIssueStays(String)
    /// The issue took the place of another.
    case replaced(String, by: String)

    /// A reason in words, as a plan that was read tells it.
    case other(String)
}
