extension Comparison {
    /// Returns the plan: what has to change on either side for both to agree.
    ///
    /// - Parameters:
    ///   - binding: What the plan is made from.
    ///   - refresh: How Jira was looked at.
    ///   - rows: How many rows the table has.
    ///   - rowsWithDebt: How many of them have debt.
    /// - Returns: The plan; the same rows and issues give an equal plan, in whatever order they came.
    public func plan(binding: Binding, refresh: RefreshMode, rows: Int, rowsWithDebt: Int) -> Plan {
        var planner = planner(project: binding.scope.project)
        let renumbered = renumbered()
        for group in groups() {
            if let link = renumbered[group.key] {
                planner.addRenumbered(group, by: link)
            } else {
                planner.plan(group)
            }
        }
        planner.addForeign(strays, of: self)
        var plan = Plan(binding: binding, refresh: refresh)
        plan.binding.lost = lostLineage
        plan.actions = planner.actions.sorted()
        plan.conflicts = planner.conflicts.sorted { ($0.row, $0.field) < ($1.row, $1.field) }
        plan.findings = planner.findings.sorted {
            ($0.row, $0.kind.rawValue, $0.issue ?? "") < ($1.row, $1.kind.rawValue, $1.issue ?? "")
        }
        let renamed = Set(renames().values)
        // What a state that was lost would know counts as known.
        let unlinked = planner.strandedIssues + planner.adoptedIssues
        plan.measures = Measures(
            rows: rows,
            rowsWithDebt: rowsWithDebt,
            openLinks: links.indices.count { links[$0].agreed == .open } + unlinked + planner.resolvedAtSight,
            missingRows: links.indices.count { rowSeen[$0] == .unseen && !renamed.contains(links[$0].row) }
                + planner.strandedIssues,
            missingIssues: planner.missingIssues,
            links: links.count + unlinked
        )
        return plan
    }
}

extension Comparison {
    /// A planner over this comparison.
    func planner(project: String) -> Planner {
        let isLost = state == nil || isRebuild
        var planner = Planner(
            settings: settings,
            project: project,
            deadEnds: deadEnds,
            isLost: isLost,
            lineagesAtHome: isLost ? lineagesAtHome : []
        )
        planner.followed = followed
        return planner
    }

    /// The issues that rows with debt follow, each with the first such row.
    private var followed: [IssueID: RowKey] {
        let names = Dictionary(renames().map { ($0.value, $0.key) }) { first, _ in first }
        var followed = followedBeyond
        for index in links.indices where links[index].kind == .followed && links[index].decision != .unlink {
            let link = links[index]
            let key = names[link.row] ?? link.row
            let isStanding: Bool
            if let row = rows[key] {
                let tickets = row.tickets ?? []
                let present = issues[link.issue]?.key ?? link.key
                let isNamed =
                    link.decision == .link || tickets.contains(link.key) || tickets.contains(present)
                isStanding = row.hasDebt && isNamed
            } else {
                isStanding = rowSeen[index] == .same && link.agreed != .resolved
            }
            if isStanding, followed[link.issue] == nil { followed[link.issue] = key }
        }
        return followed
    }

    /// The states of which some issue that no link knows belongs to a row that exists.
    private var lineagesAtHome: Set<String> {
        Set(strays.compactMap(\.marker).filter { rows[$0.row] != nil }.map(\.lineage))
    }

    /// The UUID of the state that was lost, as the markers of this table's issues tell; nil where there is a state, where no
    /// issue tells, or where they disagree.
    public var lostLineage: String? {
        guard state == nil else { return nil }
        let lineages = lineagesAtHome
        return lineages.count == 1 ? lineages.first : nil
    }

    /// Rows whose keys were given to others in a way that leaves some issue without a row, each with a link that shows it.
    func renumbered() -> [RowKey: Link] { exchange().homeless }
}

extension Planner {
    fileprivate mutating func addRenumbered(_ group: RowGroup, by link: Link) {
        conflicts.append(
            Conflict(
                row: group.key,
                path: group.path,
                issue: link.key,
                field: settings.schema.key,
                base: link.row.text,
                rowValue: group.row == nil ? "gone" : group.key.text,
                issueValue: link.row.text,
                reason:
                    "\(link.path) with \(link.key) was row \(link.row), and rows got the keys of others",
                hint: "give every row its old key back: a key has to name the same file for ever"
            )
        )
    }

    /// Case 23, and markers of another state: issues that carry the label and belong to no row here.
    fileprivate mutating func addForeign(_ strays: [Issue], of comparison: Comparison) {
        for issue in strays {
            if let marker = issue.marker {
                guard let state = comparison.state, state.lineage != marker.lineage else { continue }
                findings.append(
                    Finding(
                        .strayIssue,
                        row: marker.row,
                        issue: issue.key,
                        message:
                            "\(issue.key) was created by another state (lineage \(marker.lineage)), and is left alone."
                    )
                )
            } else {
                findings.append(
                    Finding(
                        .foreignLabel,
                        row: "",
                        issue: issue.key,
                        message:
                            "\(issue.key) carries the label \(Marker.name) and no marker: it is left alone."
                    )
                )
            }
        }
    }
}
