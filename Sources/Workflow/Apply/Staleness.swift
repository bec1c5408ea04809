import Reconciliation

/// Tells whether what was approved is still true.
struct Staleness {
    let touched: AffectedSides
    let fingerprint: Fingerprint
    let mapping: Mapping
    let schema: RowSchema
    /// The links as they are now, by issue.
    private let links: [IssueID: [Link]]
    /// The rows that have an issue of the tool's own, with its key.
    private let managed: [RowKey: Link]
    /// The links about which people decided something since the plan was made.
    private let decided: [Link]

    init(touched: AffectedSides, settings: Settings, stored: StoredState?, about plan: Plan) {
        self.touched = touched
        self.fingerprint = settings.fingerprint
        self.mapping = settings.mapping
        self.schema = settings.schema
        let issues = Set(plan.actions.compactMap(\.issue))
        let rows = Set(plan.actions.map(\.row))
        let moved = RowRenameCheck(plan.actions).moves
        var links: [IssueID: [Link]] = [:]
        var managed: [RowKey: Link] = [:]
        let isLater = stored?.object != plan.binding.state
        var decided: [Link] = []
        for link in stored?.state.links ?? [] {
            if isLater, link.decision != nil, issues.contains(link.issue) || rows.contains(link.row) {
                decided.append(link)
            }
            let isLeaving = moved[link.issue]?.keys.contains(link.row) ?? false
            guard !isLeaving else { continue }
            if issues.contains(link.issue) { links[link.issue, default: []].append(link) }
            if link.kind == .managed, link.decision != .unlink, rows.contains(link.row) {
                managed[link.row] = link
            }
        }
        self.links = links
        self.managed = managed
        self.decided = decided
    }

    /// Returns why an action may not run any more: what is true now; nil when it may.
    func reason(against action: Action) -> String? {
        decisionReason(against: action) ?? rowReason(against: action) ?? issueReason(against: action)
            ?? linkReason(against: action)
    }

    /// What people decided after the plan was made is not to be lost.
    private func decisionReason(against action: Action) -> String? {
        let link = decided.first { $0.row == action.row || $0.issue == action.issue }
        return link.map {
            "approved: row \(action.row) as it was; now: people decided about it and \($0.key), which the next plan carries out"
        }
    }

    private func rowReason(against action: Action) -> String? {
        let row = touched.rows[action.row]
        guard let approved = action.precondition.row else {
            guard let row else { return nil }
            return "approved: row \(action.row) is gone; now: it is back\(row.hasDebt ? ", with debt" : "")"
        }
        guard let row else { return "approved: row \(action.row) exists; now: it is gone" }
        guard fingerprint.precondition(of: row) != approved else { return columnReason(against: action, row) }
        let debt = row.hasDebt ? "debt" : "no debt"
        let tickets = (row.tickets ?? []).joined(separator: ", ")
        return
            "approved: row \(action.row) as it was; now: it was changed (\(debt), tickets: \(tickets.isEmpty ? "none" : tickets))"
    }

    /// A column that is to be written and that templates do not see may have been written by somebody else.
    private func columnReason(against action: Action, _ row: Row) -> String? {
        for step in action.rowSteps {
            switch step.held(against: schema) {
            case .set(let column, let approved, _):
                guard row.value(of: column, in: schema) != approved else { continue }
                return "approved: \(column) of row \(action.row) as it was; now: it was changed"
            case .tickets: continue
            }
        }
        return nil
    }

    private func issueReason(against action: Action) -> String? {
        guard let id = action.issue else { return nil }
        let name = action.key ?? id.description
        let issue = touched.issues[id]
        guard let approved = action.precondition.issue else {
            return issue.map { "approved: \(name) is gone; now: it is back, \($0.status.name)" }
        }
        guard let issue else { return "approved: \(name) exists; now: it is gone" }
        let labels = touched.rows[action.row].map { mapping.render($0)["labels"] ?? .none } ?? .none
        let owned: [String] = if case .list(let list) = labels { list } else { [] }
        guard fingerprint.precondition(of: issue, owned: owned) != approved else { return nil }
        return "approved: \(name) as it was; now: it was changed (\(issue.key), \(issue.status.name))"
    }

    private func linkReason(against action: Action) -> String? {
        switch action.operation {
        case .create:
            let link = managed[action.row].flatMap { $0.issue == action.issue ? nil : $0 }
            let key = link?.key ?? touched.claims[action.row]?.key
            return key.map { "approved: row \(action.row) has no issue; now: \($0) was created for it" }
        case .adopt, .follow:
            let isLinked = action.issue.flatMap { links[$0] }?.contains { $0.row == action.row } ?? false
            return isLinked ? "approved: \(action.key ?? "") is not linked; now: it is" : nil
        default:
            return nil
        }
    }
}
