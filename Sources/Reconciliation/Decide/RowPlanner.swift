/// Plans rows, each as a function of its group.
struct RowPlanner: Sendable {
    let rules: PlanRules

    init(_ rules: PlanRules) { self.rules = rules }

    /// Returns what is to be done for a row and its issues.
    func plan(_ group: RowGroup) -> RowPlan {
        if let link = group.witnesses.first { return RowPlan(renumbered(group, by: link)) }
        let spare = group.spareIssue
        return group.members.isEmpty
            ? UnlinkedRow(rules: rules, group: group, spare: spare).plan()
            : LinkedRow(rules: rules, group: group, spare: spare, isAdoption: false).plan()
    }

    /// The conflict over a row's key, in which no side can be taken.
    private func renumbered(_ group: RowGroup, by link: Link) -> Conflict {
        Conflict(
            row: group.key,
            path: group.path,
            issue: link.key,
            field: rules.settings.schema.key,
            base: link.row.text,
            rowValue: group.row == nil ? "gone" : group.key.text,
            issueValue: link.row.text,
            reason: "\(link.path) with \(link.key) was row \(link.row), and rows got the keys of others",
            hint: "give every row its old key back: a key has to name the same file for ever"
        )
    }
}

/// What all rows are planned by.
///
/// It is shared, not copied: every family of cases holds it, and the settings are made of many parts.
final class PlanRules: Sendable {
    let settings: Settings
    let fingerprint: Fingerprint
    /// The key of the project that is looked after.
    let project: String
    /// Whether there is no state: it was lost, or there was none yet.
    let isLost: Bool

    init(settings: Settings, project: String, isLost: Bool) {
        self.settings = settings
        self.fingerprint = settings.fingerprint
        self.project = project
        self.isLost = isLost
    }

    var policies: Policies { settings.policies }
    var draft: ActionDraft { ActionDraft(rules: self) }

    /// Returns whether an issue was closed in a way that keeps the debt.
    func isAccepting(_ issue: Issue) -> Bool {
        issue.isClosed && policies.meaning(of: issue.resolution) == .accept
    }

    /// Returns whether a debt that is back gets a new issue, since its closed one stays as it is.
    func isSucceeded(_ issue: Issue, in group: RowGroup) -> Bool {
        policies.regression == .create || group.deadEnds.contains(issue.id)
    }
}
