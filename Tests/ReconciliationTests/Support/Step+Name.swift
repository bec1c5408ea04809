import Reconciliation

extension Step {
    /// The field, the column, or the part of the issue or of the link that it changes.
    var name: String {
        switch self {
        case .issue(let step): step.name
        case .row(let step): step.column
        case .link(let step): step.name
        }
    }
}

extension IssueStep {
    /// The field, or the part of the issue, that it changes.
    var name: String {
        switch self {
        case .set(let name, _, _): name
        case .labels: "labels"
        case .mark: "mark"
        case .release: "release"
        case .comment: "comment"
        case .resolution: "resolution"
        case .move: "move"
        case .relate(let kind, _): kind.rawValue
        }
    }
}

extension LinkStep {
    /// The field, or the part of the link, that it changes.
    var name: String {
        switch self {
        case .agree: "agree"
        case .category: "category"
        case .rename: "rename"
        case .repath: "repath"
        case .rekey: "rekey"
        case .learn(let name, _, _): name
        case .drop: "drop"
        case .clear: "clear"
        }
    }
}

extension Action {
    /// The lists of tickets that it gives its row.
    var listings: [[String?]] {
        rowSteps.compactMap { if case .tickets(_, _, let tickets) = $0 { tickets.map(\.text) } else { nil } }
    }

    /// The labels that it gives its issue.
    var labels: [[String]] {
        issueSteps.compactMap { if case .labels(_, let labels) = $0 { labels } else { nil } }
    }
}
