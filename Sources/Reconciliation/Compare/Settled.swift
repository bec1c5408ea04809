/// The join of state, rows and issues, in its last phase: all that follows from the three sides, found out once.
///
/// Only from here a plan is made.
public struct Settled: Sendable {
    let sides: JoinedSides
    let strays: StrayIssues
    /// The states of which some issue that no link knows belongs to a row that exists.
    private let lineagesAtHome: Set<String>
    /// The rows that may have something to do with all that belongs to each, by key.
    private(set) var groups: [RowGroup]

    init(
        _ base: Baseline,
        _ rows: SeenRows,
        issues: SeenIssues,
        followedBeyond: [IssueID: RowKey]
    ) {
        let strays = StrayIssues(base, issues)
        let renames = RowRenames(base, rows)
        var lineages: Set<String> = []
        for marker in strays.all.compactMap(\.marker) where rows.kept[marker.row] != nil {
            lineages.insert(marker.lineage)
        }
        let sides = JoinedSides(base: base, rows: rows, issues: issues, renames: renames)
        self.groups = sides.groups(
            with: strays,
            followers: sides.followers(beyond: followedBeyond),
            lineages: sides.base.isLost ? lineages : []
        )
        self.sides = sides
        self.strays = strays
        self.lineagesAtHome = lineages
    }

    /// Takes word of closed issues whose workflow has no way back.
    public consuming func knowing(deadEnds: Set<IssueID>) -> Settled {
        for index in groups.indices {
            let own = groups[index].issueIDs.filter(deadEnds.contains)
            if !own.isEmpty { groups[index].deadEnds = Set(own) }
        }
        return self
    }

    /// The rows that differ from the base, or have none.
    public var rows: [RowKey: Row] { sides.rows.kept }

    /// The issues that differ from the base, or have none, or whose rows do.
    public var issues: [IssueID: Issue] { sides.issues.kept }

    /// Returns the key under which a row's links stand, which is another than its own as long as a change of keys is not
    /// noted.
    public func linkedKey(of row: RowKey) -> RowKey { sides.renames.oldKeys[row] ?? row }

    /// The UUID of the state that was lost, as the markers of this table's issues tell; nil where there is a state, where no
    /// issue tells, or where they disagree.
    public var lostLineage: String? {
        guard sides.base.lineage == nil, lineagesAtHome.count == 1 else { return nil }
        return lineagesAtHome.first
    }
}

extension Settled {
    /// Returns what all rows are planned by.
    ///
    /// - Parameter project: The key of the project that is looked after.
    /// - Returns: The rules.
    func rules(project: String) -> PlanRules {
        PlanRules(
            settings: sides.base.settings,
            project: project,
            isLost: sides.base.isLost
        )
    }

    /// Returns the plans of all rows.
    ///
    /// - Parameters:
    ///   - binding: What the plan is made from.
    ///   - former: A draft of which less was known; the same state and settings made it.
    /// - Returns: The draft.
    public func draft(_ binding: Binding, reusing former: PlanDraft? = nil) -> PlanDraft {
        PlanDraft(self, binding, reusing: former)
    }

    /// Returns the plan, where Jira is asked no more; see `PlanDraft.plan`.
    public consuming func plan(
        binding: Binding,
        refresh: RefreshMode,
        rows: Int = 0,
        rowsWithDebt: Int = 0
    ) -> Plan {
        draft(binding).plan(refresh: refresh, rows: rows, rowsWithDebt: rowsWithDebt)
    }
}
