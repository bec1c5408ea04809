/// What is to be done for one row, and what people should know of it.
struct RowPlan: Hashable, Sendable {
    var actions: [Action] = []
    var conflicts: [Conflict] = []
    var findings: [Finding] = []
    var tally = Tally()

    init(
        _ actions: [Action] = [],
        conflicts: [Conflict] = [],
        findings: [Finding] = [],
        tally: Tally = Tally()
    ) {
        self.actions = actions
        self.conflicts = conflicts
        self.findings = findings
        self.tally = tally
    }

    /// One action.
    init(_ action: Action) { self.init([action]) }

    /// A conflict.
    init(_ conflict: Conflict) { self.init(conflicts: [conflict]) }

    /// A finding.
    init(_ finding: Finding) { self.init(findings: [finding]) }

    /// The actions on an issue.
    func actions(on issue: IssueID) -> [Action] { actions.filter { $0.issue == issue } }

    static func + (left: consuming RowPlan, right: RowPlan) -> RowPlan {
        left += right
        return left
    }

    static func += (left: inout RowPlan, right: RowPlan) {
        // Most plans have nothing of a kind: then the other's array is taken over.
        if left.actions.isEmpty { left.actions = right.actions } else { left.actions += right.actions }
        if left.conflicts.isEmpty {
            left.conflicts = right.conflicts
        } else {
            left.conflicts += right.conflicts
        }
        if left.findings.isEmpty { left.findings = right.findings } else { left.findings += right.findings }
        left.tally += right.tally
    }
}

/// What a row adds to the plan's measures.
struct Tally: Hashable, Sendable {
    /// Issues that a link names and that are gone.
    var missingIssues = 0
    /// Issues of the tool's own that no link knows and whose rows are gone.
    var strandedIssues = 0
    /// Open issues of the tool's own that no link knows and whose rows are there.
    var adoptedIssues = 0
    /// Rows with debt that are first seen with closed tickets alone, and are resolved for it.
    var resolvedAtSight = 0

    static func += (left: inout Tally, right: Tally) {
        left.missingIssues += right.missingIssues
        left.strandedIssues += right.strandedIssues
        left.adoptedIssues += right.adoptedIssues
        left.resolvedAtSight += right.resolvedAtSight
    }
}

extension Sequence<RowPlan> {
    /// All of them in one, in their order.
    func joined() -> RowPlan { reduce(into: RowPlan()) { $0 += $1 } }
}
