public import Reconciliation

extension Reason {
    /// The reason as plan files tell it: a phrase for people.
    public var text: String {
        switch self {
        case .noTicket: "has debt and no ticket"
        case .ticketsMissing: "has debt, and its tickets do not exist"
        case .ticketsClosed: "has debt, and all its tickets are closed"
        case .uncovered: "has debt that its closed tickets do not cover"
        case .deleted(let key): "\(key) was deleted in Jira"
        case .debtBack(let key, hasWayBack: true): "the row has debt again, and \(key) stays closed"
        case .debtBack(let key, hasWayBack: false):
            "the row has debt again, and \(key) cannot be opened again"
        case .ownStaysClosed(let key): "has debt, and \(key), which was created for it, stays closed"
        case .lists(let key, isClosed: true): "lists \(key), which is closed"
        case .lists(let key, isClosed: false): "lists \(key), which people wrote"
        case .createdForRow(let key): "\(key) was created for this row"
        case .succession(let reason, let key): "\(reason.text), and \(key) was created for this row"
        case .linked: "people linked them"

        case .debtGone: "the row has no debt any more"
        case .rowGoneFromTable: "the row is gone from the table"
        case .duplicate(let key): "a duplicate of \(key)"
        case .debtAgain: "the row has debt again"
        case .closed(let key, nil): "\(key) was closed"
        case .closed(let key, let resolution?): "\(key) was closed as \(resolution)"
        case .allClosed: "all its tickets are closed"
        case .openedAgain(let key): "\(key) was opened again"
        case .started(let key, let status): "\(key) was started: \(status)"
        case .closedKeepingDebt(let key, let name): "\(key) was closed as \(name): the debt stays"
        case .allClosedKeepingDebt: "all its tickets are closed: the debt stays"
        case .deletedKeepingDebt(let key): "\(key) was deleted in Jira: the debt stays without an issue"

        case .keyWas(let key): "the row's key was \(key)"
        case .fileWas(let path): "the file was \(path)"
        case .rewritten: "the debt was rewritten"
        case .fieldsDiffer: "the fields differ"
        case .changedInJira: "changed in Jira"
        case .moved(let old, let new): "\(old) is now \(new)"
        case .ownUnlisted(let key): "the row no longer names \(key), which was created for it"

        case .bothDone(let key): "the debt is gone, and \(key) is closed"
        case .moot: "there is nothing left to decide"
        case .parted: "people parted them"
        case .unlisted(let key): "the row no longer names \(key)"
        case .dangling(let key): "\(key) does not exist"
        case .gone(let key): "\(key) does not exist any more"
        case .goneWithoutDebt(let key): "\(key) is gone, and the row has no debt"
        case .rowGone: "the row is gone"
        case .rowGoneIssueStays(let key): "the row is gone, and people decided that \(key) stays as it is"
        case .replaced(let old, let new): "\(new) took the place of \(old)"

        case .other(let text): text
        }
    }
}
