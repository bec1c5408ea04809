internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The outcome of one creating call for several issues: the issues of the answer, each by its draft.
///
/// Jira says which drafts it refused but not which issue came of which draft. The order is most likely that of the
/// drafts; only the markers tell for sure.
struct CreatePairing: Hashable, Sendable {
    /// The issues that Jira created, in the order of the answer.
    var created: [CreatedIssue] = []
    /// The reasons why drafts were refused, by their place.
    var refused: [Int: String] = [:]

    /// Reads an answer to `issue/bulk`, whether all, some or none were created; nil when it is none.
    init?(_ json: JSON?) {
        guard json?["issues"]?.array != nil || json?["errors"]?.array != nil else { return nil }
        for issue in json?["issues"]?.array ?? [] {
            guard let id = issue.issueID, let key = issue["key"]?.string else { return nil }
            created.append(CreatedIssue(id: id, key: key))
        }
        for error in json?["errors"]?.array ?? [] {
            guard let place = error["failedElementNumber"]?.integer else { return nil }
            let errors = JiraErrors(error["elementErrors"])
            let status = error["status"]?.integer.map { " (status \($0))" } ?? ""
            refused[place] = errors.isEmpty ? "it gives no reason\(status)" : errors.text
        }
    }

    /// Returns the issues by the place of their draft.
    ///
    /// - Parameters:
    ///   - operations: The markers' operations of the drafts, in their order.
    ///   - markers: The operations that were read back, by issue.
    /// - Returns: What belongs together. Issues without a readable marker go by order, and only if exactly as many drafts
    ///   are left; a draft that is not in it was lost.
    func pairs(_ operations: [String], markers: [IssueID: String]) -> [Int: CreatedIssue] {
        var pairs: [Int: CreatedIssue] = [:]
        var places: [String: Int] = [:]
        for (place, operation) in operations.enumerated() where refused[place] == nil {
            places[operation] = place
        }
        var unmarked: [CreatedIssue] = []
        for issue in created {
            if let operation = markers[issue.id] {
                if let place = places[operation] { pairs[place] = issue }
            } else {
                unmarked.append(issue)
            }
        }
        let left = operations.indices.filter { refused[$0] == nil && pairs[$0] == nil }
        if left.count == unmarked.count { for (place, issue) in zip(left, unmarked) { pairs[place] = issue } }
        return pairs
    }
}
