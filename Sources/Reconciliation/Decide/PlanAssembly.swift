/// Joins the plans of rows to one, sorts it, and sums up what it measures.
///
/// The plans stand in one array each of actions, conflicts and findings, since an array a row costs more than what is in it.
struct PlanAssembly: Sendable {
    /// Where a row's plan ends in `whole`.
    private struct Ends {
        var actions: Int32 = 0
        var conflicts: Int32 = 0
        var findings: Int32 = 0
    }

    /// The plans of all rows, one after the other.
    private(set) var whole = RowPlan()
    private var ends: [Ends] = []
    /// What rows add to the measures, by their places; most add nothing.
    private var tallies: [Int: Tally] = [:]

    /// How many rows there are.
    var count: Int { ends.count }

    /// Adds the plan of the next row.
    mutating func add(_ plan: RowPlan) {
        whole += plan
        if plan.tally != Tally() { tallies[ends.count] = plan.tally }
        ends.append(
            Ends(
                actions: Int32(whole.actions.count),
                conflicts: Int32(whole.conflicts.count),
                findings: Int32(whole.findings.count)
            )
        )
    }

    /// Returns the plan of a row.
    subscript(row: Int) -> RowPlan {
        let (start, end) = (row == 0 ? Ends() : ends[row - 1], ends[row])
        return RowPlan(
            Array(whole.actions[Int(start.actions)..<Int(end.actions)]),
            conflicts: Array(whole.conflicts[Int(start.conflicts)..<Int(end.conflicts)]),
            findings: Array(whole.findings[Int(start.findings)..<Int(end.findings)]),
            tally: tallies[row] ?? Tally()
        )
    }

    /// Returns the plan: the same rows and issues give an equal plan, in whatever order they came.
    ///
    /// - Parameters:
    ///   - binding: What it is made from.
    ///   - refresh: How Jira was looked at.
    ///   - settled: What was seen of the three sides.
    ///   - rows: How many rows the table has.
    ///   - rowsWithDebt: How many of them have debt.
    /// - Returns: The plan.
    consuming func plan(
        binding: Binding,
        refresh: RefreshMode,
        of settled: Settled,
        rows: Int,
        rowsWithDebt: Int
    ) -> Plan {
        let measures = measures(of: settled.sides, rows: rows, rowsWithDebt: rowsWithDebt)
        let lineage = settled.sides.base.lineage
        whole.findings += settled.strays.all.compactMap { Self.finding($0, lineage) }
        whole.actions.sort()
        whole.conflicts.sort { ($0.row, $0.field) < ($1.row, $1.field) }
        whole.findings.sort {
            ($0.row, $0.kind.rawValue, $0.issue ?? "") < ($1.row, $1.kind.rawValue, $1.issue ?? "")
        }
        return Plan(
            binding: binding,
            refresh: refresh,
            actions: whole.actions,
            conflicts: whole.conflicts,
            findings: whole.findings,
            measures: measures
        )
    }

    private func measures(of sides: JoinedSides, rows: Int, rowsWithDebt: Int) -> Measures {
        let (links, tally) = (sides.base.links, whole.tally)
        // What a state that was lost would know counts as known.
        let unlinked = tally.strandedIssues + tally.adoptedIssues
        let missing = links.indices.count {
            sides.rows.seen[$0] == .unseen && !sides.renames.left.contains(links[$0].row)
        }
        return Measures(
            rows: rows,
            rowsWithDebt: rowsWithDebt,
            openLinks: links.indices.count { links[$0].agreed == .open } + unlinked + tally.resolvedAtSight,
            missingRows: missing + tally.strandedIssues,
            missingIssues: tally.missingIssues,
            links: links.count + unlinked
        )
    }

    /// Case 23, and markers of another state: an issue that carries the label and belongs to no row here.
    private static func finding(_ issue: Issue, _ lineage: String?) -> Finding? {
        guard let marker = issue.marker else {
            return Finding(
                .foreignLabel,
                row: "",
                issue: issue.key,
                message: "\(issue.key) carries the label \(Marker.name) and no marker: it is left alone."
            )
        }
        guard let lineage, lineage != marker.lineage else { return nil }
        return Finding(
            .strayIssue,
            row: marker.row,
            issue: issue.key,
            message:
                "\(issue.key) was created by another state (lineage \(marker.lineage)), and is left alone."
        )
    }
}
