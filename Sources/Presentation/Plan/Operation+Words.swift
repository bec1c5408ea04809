public import Reconciliation

extension Operation {
    /// The operations in the order in which people read them: what takes away first; conflicts come after `forget`.
    static let reading: [Operation] = [
        .close, .resolve, .accept, .forget, .reopen, .unresolve, .start, .update, .relink, .record, .adopt,
        .create, .follow,
    ]

    /// The sign before an action.
    var sign: String {
        switch self {
        case .create, .adopt, .follow: "+"
        case .close, .resolve, .forget: "-"
        default: "~"
        }
    }

    /// The heading of the operation's group.
    var heading: String {
        switch self {
        case .close: "Issues to close"
        case .resolve: "Rows to resolve"
        case .accept: "Debts to mark as accepted"
        case .forget: "Links to forget"
        case .reopen: "Issues to reopen"
        case .unresolve: "Rows to put back in debt"
        case .start: "Rows to mark as started"
        case .update: "Issues to update"
        case .relink: "Rows to relink"
        case .record: "Changes to record in the state"
        case .adopt: "Issues to adopt"
        case .create: "Issues to create"
        case .follow: "Tickets to follow"
        }
    }
}

extension Plan {
    /// The counts in a phrase, such as `29 to create, 14 to follow`; empty for an empty plan.
    public var summary: String {
        let counts = counts
        return Operation.reading.compactMap { operation in
            counts[operation].map { "\($0) to \(operation.rawValue)" }
        }.joined(separator: ", ")
    }

    /// The first line that people read.
    var headline: String {
        var line = isEmpty ? "No changes." : "Plan: \(summary)."
        if isEmpty, conflicts.isEmpty { line += " The table and Jira agree." }
        if !conflicts.isEmpty { line += " \(counted(conflicts.count, "conflict")) to decide." }
        let blocked = blocked.count
        if blocked > 0 { line += " \(blocked) cannot be done." }
        return line
    }
}

/// Returns a number and a word, such as `1 conflict` or `2 conflicts`.
func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
