/// Turns groups into actions, conflicts and findings.
struct Planner {
    let settings: Settings
    let fingerprint: Fingerprint
    /// The key of the project that is looked after.
    let project: String
    /// The closed issues whose workflow has no way back.
    let deadEnds: Set<IssueID>
    /// Whether there is no state: it was lost, or there was none yet.
    let isLost: Bool
    /// The states of which some issue belongs to a row that exists: their issues are this table's.
    let lineagesAtHome: Set<String>
    /// The issues that rows with debt follow: the tool does not close them, since that would take their debt, too.
    var followed: [IssueID: RowKey] = [:]
    var actions: [Action] = []
    var conflicts: [Conflict] = []
    var findings: [Finding] = []
    var missingIssues = 0
    /// Issues of the tool's own that no link knows and whose rows are gone.
    var strandedIssues = 0
    /// Open issues of the tool's own that no link knows and whose rows are there.
    var adoptedIssues = 0
    /// Rows with debt that are first seen with closed tickets alone, and are resolved for it.
    var resolvedAtSight = 0
    /// An open issue that was made for the present row and that no link knows: what a run left that died, say.
    ///
    /// It is taken over where the row would get another.
    var spare: Issue?

    init(
        settings: Settings,
        project: String,
        deadEnds: Set<IssueID>,
        isLost: Bool,
        lineagesAtHome: Set<String>
    ) {
        self.settings = settings
        self.lineagesAtHome = lineagesAtHome
        self.isLost = isLost
        self.project = project
        self.deadEnds = deadEnds
        self.fingerprint = settings.fingerprint
    }

    /// Plans for one row and its issues.
    mutating func plan(_ group: RowGroup) {
        let operations = Set(group.members.compactMap(\.link.operation))
        spare = group.marked.first { issue in
            !issue.isClosed && issue.marker.map { !operations.contains($0.operation) } ?? false
        }
        if group.members.isEmpty {
            planFirstContact(group)
        } else {
            planLinked(group)
        }
    }
}

extension Planner {
    /// Cases 7 to 23: a row and the issues it is linked with.
    mutating func planLinked(_ whole: RowGroup, isAdoption: Bool = false) {
        let start = actions.count
        planMembers(whole, isAdoption: isAdoption)
        noteKeys(whole, since: start)
    }

    /// Case 20: what is done for a link says where its row went.
    private mutating func noteKeys(_ group: RowGroup, since start: Int) {
        guard let row = group.row else { return }
        for link in group.members.lazy.map(\.link) where link.row != row.key {
            let own = actions.indices[start...].filter { actions[$0].issue == link.issue }
            let isNoted = own.contains { index in
                actions[index].changes.contains { $0.side == .state && $0.field == "row" }
            }
            guard let last = own.last, !isNoted else { continue }
            actions[last].changes += nameChanges(of: link, row).filter { $0.field == "row" }
        }
    }

    private mutating func planMembers(_ whole: RowGroup, isAdoption: Bool) {
        var group = whole
        part(from: &group)
        dropUnlisted(from: &group, isAdoption: isAdoption)
        guard !group.members.isEmpty else { return planFirstContact(group) }
        planStrays(group)
        if let row = group.row, row.hasDebt {
            for listed in group.listed {
                if let issue = listed.issue {
                    addFollow(issue, row, listedAs: listed.key)
                } else {
                    addDangling(listed.key, of: row)
                }
            }
        }
        var verdicts = group.members.map { member in
            decide(member.link.agreed, group.side(from: member.link, by: fingerprint), member.side)
        }
        holdBackUnlessAllClosed(&verdicts, group)
        let rowVerdict = settleRow(group, verdicts)
        if let rowVerdict, verdicts[rowVerdict] == .resolve {
            // The row is done: what is gone is not missed any more.
            for index in verdicts.indices where group.members[index].issue == nil {
                verdicts[index] = .forget
            }
            // Nor is its debt back because of an issue that was closed before.
            for index in verdicts.indices where verdicts[index] == .regression { verdicts[index] = .nothing }
        }
        missingIssues += group.members.count { $0.issue == nil && $0.link.agreed != .accepted }
        for (member, verdict) in zip(group.members, verdicts) {
            let before = actions.count
            if !isSucceeded(member, verdict) { planStanding(member, group, isAdoption: isAdoption) }
            carryOut(
                verdict,
                member,
                group,
                rowVerdict: rowVerdict,
                isAdoption: isAdoption,
                hasAction: actions.count > before
            )
            let isForgotten = verdict == .forget && actions.count > before
            if !isForgotten { planRename(member, group, since: before) }
            planMootDecision(member, group, since: before)
        }
        if isUncovered(group), let row = group.row {
            addCreate(for: row, reason: "has debt that its closed tickets do not cover")
        }
    }

    /// Case 20, where nothing else says it: the marker and the state learn the row's key and path.
    private mutating func planRename(_ member: RowGroup.Member, _ group: RowGroup, since before: Int) {
        guard let row = group.row else { return }
        let link = member.link
        let own = actions[before...].filter { $0.issue == link.issue }
        guard let issue = member.issue else {
            let changes = own.isEmpty ? nameChanges(of: link, row) : []
            if !changes.isEmpty {
                addGone(.record, link, row, reason: updateReason(link, row), changes: changes)
            }
            return
        }
        var changes: [Change] = []
        let isMarked = own.contains { $0.changes.contains { $0.field == Change.marker } }
        if !isMarked, let change = markerChange(link, row, issue) { changes.append(change) }
        if own.isEmpty { changes += nameChanges(of: link, row) }
        guard !changes.isEmpty else { return }
        addAction(
            changes[0].side == .issue ? .update : .record,
            row: row,
            issue: issue,
            reason: updateReason(link, row),
            changes: changes
        )
    }

    /// Drops the links of tickets that people wrote and that somebody took out of a row with debt.
    mutating func dropUnlisted(from group: inout RowGroup, isAdoption: Bool) {
        guard let row = group.row, row.hasDebt, !isAdoption else { return }
        let tickets = row.tickets ?? []
        for member in group.members where member.link.kind == .followed && member.link.decision != .link {
            guard let issue = member.issue, !tickets.contains(member.link.key), !tickets.contains(issue.key)
            else { continue }
            addAction(
                .forget,
                row: row,
                issue: issue,
                reason: "the row no longer names \(member.link.key)",
                changes: [Change(.state, "link", from: .text(member.link.key), to: .null)]
            )
            group.members.removeAll { $0.link.issue == member.link.issue }
        }
    }

    /// Case 21 and the law that a managed key stands in its row; and case 20 where the key changed.
    private mutating func planStanding(_ member: RowGroup.Member, _ group: RowGroup, isAdoption: Bool) {
        guard let issue = member.issue, !isAdoption else { return }
        let link = member.link
        guard let row = group.row else { return }
        let tickets = row.tickets ?? []
        if issue.key != link.key {
            var changes: [Change] = []
            if tickets.contains(link.key) || (row.hasDebt && !tickets.contains(issue.key)) {
                changes.append(ticketChange(of: row, replacing: link.key, by: issue.key))
            }
            changes.append(Change(.state, "key", from: .text(link.key), to: .text(issue.key)))
            addAction(
                .relink,
                row: row,
                issue: issue,
                reason: "\(link.key) is now \(issue.key)",
                changes: changes
            )
        } else if row.hasDebt, !tickets.contains(issue.key), isToStand(link, issue) {
            addAction(
                .relink,
                row: row,
                issue: issue,
                reason: link.decision == .link
                    ? "people linked them"
                    : "the row no longer names \(issue.key), which was created for it",
                changes: [ticketChange(of: row, replacing: nil, by: issue.key)]
            )
        }
    }

    /// Whether a row with debt has to name a linked issue.
    private func isToStand(_ link: Link, _ issue: Issue) -> Bool {
        // What a new managed link needs is written at once, the key with it.
        guard link.decision != .link else { return link.kind == .followed || issue.isClosed }
        return link.kind == .managed && (link.agreed != .accepted || !issue.isClosed)
    }

    /// Holds resolving back until as many of the row's tickets are closed as the policy asks for.
    private func holdBackUnlessAllClosed(_ verdicts: inout [Verdict], _ group: RowGroup) {
        guard verdicts.count > 1 else {
            // A ticket that was closed already when the row's debt was noted is no change.
            let isEnding =
                verdicts[0] == .resolve || verdicts[0] == .accept || verdicts[0] == .rewrittenAndClosed
            if isEnding, group.members[0].link.category == .done { verdicts[0] = .nothing }
            return
        }
        let isEnding = verdicts.map { $0 == .resolve || $0 == .accept || $0 == .rewrittenAndClosed }
        let isNews = zip(group.members, isEnding).contains { $1 && $0.link.category != .done }
        let closed = isEnding.filter { $0 }.count
        let live = group.members.filter { $0.issue != nil }.count
        let isEnough = isNews && (settings.policies.resolveWhen == .any ? closed > 0 : closed == live)
        for index in verdicts.indices where isEnding[index] && !isEnough { verdicts[index] = .nothing }
    }

    /// Which of the row's members speaks for the row, when several say the same.
    private func settleRow(_ group: RowGroup, _ verdicts: [Verdict]) -> Int? {
        let news = verdicts.indices.filter { group.members[$0].link.category != .done }
        for verdict in [Verdict.accept, .rewrittenAndClosed, .resolve] {
            if let index = news.first(where: { verdicts[$0] == verdict }) { return index }
        }
        // An adopted issue that is closed is no news, and speaks all the same.
        return verdicts.firstIndex { [.accept, .rewrittenAndClosed, .resolve, .unresolve].contains($0) }
    }
}
