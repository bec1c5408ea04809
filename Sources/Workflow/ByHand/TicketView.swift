public import JSON
public import Reconciliation

/// One row with all that belongs to it, on both sides and in the state, and what a plan would do about it.
public struct TicketView: Sendable {
    /// The row's key.
    public var key: RowKey
    /// The row as it is now; nil when it is gone.
    public var row: Row?
    /// The links of the row.
    public var links: [Link]
    /// Its issues as they are now: managed ones first, then by id.
    public var issues: [Issue]
    /// The keys of its issues that are nowhere to be found.
    public var missing: [String]
    /// The part of a plan that is about it.
    public var plan: Plan

    /// Returns the link with an issue; nil when there is none.
    public func link(with issue: Issue) -> Link? { links.first { $0.issue == issue.id } }
}

extension Plan {
    /// The plan's counts, actions, conflicts and findings, as in a plan file.
    public var outline: JSONObject {
        let body = PlanEncoding.body(of: self, expectedCalls: 0)
        var outline: JSONObject = [:]
        for name in ["counts", "actions", "conflicts", "findings"] { outline[name] = body[name] ?? .null }
        return outline
    }
}
