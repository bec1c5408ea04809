/// The plans of all rows, before what Jira has to say about them.
///
/// A row is planned once: a draft that is made anew takes over the plans of the rows of which nothing new is known.
public struct PlanDraft: Sendable {
    private let settled: Settled
    private let binding: Binding
    /// The plans of the settled groups, in their order.
    let plans: PlanAssembly

    init(_ settled: Settled, _ binding: Binding, reusing former: PlanDraft?) {
        let planner = RowPlanner(settled.rules(project: binding.scope.project))
        var known = former.map(FormerPlans.init)
        var plans = PlanAssembly()
        for group in settled.groups { plans.add(known?.plan(of: group) ?? planner.plan(group)) }
        self.plans = plans
        self.settled = settled
        self.binding = binding
    }

    /// Whether some row gets a new issue.
    public var isCreating: Bool {
        plans.whole.actions.contains { $0.operation == .create }
    }

    /// The issues that are to be opened again, by id.
    public var reopened: [IssueID] {
        var ids: Set<IssueID> = []
        for action in plans.whole.actions where action.operation == .reopen {
            if let id = action.issue { ids.insert(id) }
        }
        return ids.sorted()
    }

    /// Returns the plan: what has to change on either side for both to agree.
    ///
    /// - Parameters:
    ///   - refresh: How Jira was looked at.
    ///   - rows: How many rows the table has.
    ///   - rowsWithDebt: How many of them have debt.
    /// - Returns: The plan; the same rows and issues give an equal plan, in whatever order they came.
    public consuming func plan(refresh: RefreshMode, rows: Int, rowsWithDebt: Int) -> Plan {
        var binding = binding
        binding.lost = settled.lostLineage
        return plans.plan(
            binding: binding,
            refresh: refresh,
            of: settled,
            rows: rows,
            rowsWithDebt: rowsWithDebt
        )
    }

    /// The plans of a former draft, handed out by group in the order of keys.
    private struct FormerPlans {
        private let groups: [RowGroup]
        private let plans: PlanAssembly
        private var next = 0

        init(_ draft: PlanDraft) { (groups, plans) = (draft.settled.groups, draft.plans) }

        /// Returns the plan of a group; nil where it was none, or another one.
        ///
        /// It is asked with ascending keys.
        mutating func plan(of group: RowGroup) -> RowPlan? {
            while next < groups.count, groups[next].key < group.key { next += 1 }
            return next < groups.count && groups[next] == group ? plans[next] : nil
        }
    }
}
