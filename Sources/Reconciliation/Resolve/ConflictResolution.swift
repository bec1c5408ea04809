/// Which side people say is right.
public enum Taken: String, Hashable, Sendable, CaseIterable {
    /// The row.
    case audit
    /// The issue.
    case jira
}

/// What people decided about a row, and what it makes of the row's links.
public struct ConflictResolution: Hashable, Sendable {
    /// The row.
    public var row: RowKey
    /// The row's path, as last known.
    public var path: String
    /// The conflicts that are settled by it.
    public var settled: [Conflict]
    /// All links of the row from now on, sorted.
    public var links: [Link]
}

/// Why nothing can be decided.
public enum ResolutionFault: Error, Hashable, Sendable {
    /// The row has no conflict, or none over the field; these fields are in conflict.
    case noConflict(fields: [String])
    /// The conflict is over the row's key: no side can be taken.
    case renumbered
}

extension Settled {
    /// Settles a row's conflicts in favour of one side.
    ///
    /// The decision is about what both sides say now: it goes into the base, so that a later change of either is looked at
    /// anew.
    ///
    /// - Parameters:
    ///   - key: The row's key.
    ///   - field: The field in conflict, or `status`; nil for all.
    ///   - side: The side that is right.
    ///   - project: The key of the project that is looked after.
    /// - Returns: The row's links, from which the next plan follows.
    /// - Throws: A `ResolutionFault` where there is nothing to decide.
    public func resolution(
        on key: RowKey,
        field: String?,
        taking side: Taken,
        project: String
    ) throws(ResolutionFault) -> ConflictResolution {
        if sides.renames.homeless[key] != nil { throw .renumbered }
        guard let group = groups.first(where: { $0.key == key }) else { throw .noConflict(fields: []) }
        let rules = rules(project: project)
        let plan = RowPlanner(rules).plan(group)
        let settled = plan.conflicts.filter { field == nil || $0.field == field }
        guard !settled.isEmpty else { throw .noConflict(fields: plan.conflicts.map(\.field)) }
        let disputed = group.disputed(by: plan, rules)
        var settlement = Settlement(rules: rules, group: disputed, side: side)
        for conflict in settled {
            if conflict.field == Conflict.status {
                settlement.settleStatus()
            } else {
                settlement.settle(conflict.field)
            }
        }
        settlement.noteSeen()
        // Links that go, as people parted them or took the ticket out of the row, have no say.
        let others = group.members.map(\.link).filter { link in
            !disputed.members.contains { $0.link.issue == link.issue }
        }
        return ConflictResolution(
            row: key,
            path: group.path,
            settled: settled,
            links: (settlement.links + others).sorted()
        )
    }
}

extension RowGroup {
    /// The group that a plan's conflicts are about: without the links that go, with the issue that is taken over.
    fileprivate func disputed(by plan: RowPlan, _ rules: PlanRules) -> RowGroup {
        let parted = PendingResolution(rules: rules, group: self).parted().left
        var group = PendingResolution(rules: rules, group: parted).unlisted().left
        let adopted = plan.actions.first { $0.operation == .adopt }?.issue
        guard group.members.isEmpty, let row,
            let issue = group.marked.first(where: { $0.id == adopted })
        else { return group }
        var link = group.newLink(to: issue, .managed, by: rules.fingerprint)
        link.fields = FieldBases(rules.settings).adopted(row, issue)
        group.members = [RowGroup.Member(link: link, issue: issue, side: .open(seenClosed: false))]
        return group
    }

    /// The link with an issue that nothing linked so far, under the key by which the row lists it.
    fileprivate func newLink(to issue: Issue, _ kind: Link.Kind, by fingerprint: Fingerprint) -> Link {
        Link(
            row: key,
            path: path,
            issue: issue.id,
            key: listedKey(of: issue) ?? issue.key,
            kind: kind,
            agreed: .open,
            category: issue.status.category,
            operation: kind == .managed ? issue.marker?.operation : nil,
            text: row.map(fingerprint.text)
        )
    }
}

/// The links of a row, changed to what people decided.
private struct Settlement {
    let rules: PlanRules
    let group: RowGroup
    let side: Taken
    private(set) var links: [Link]

    init(rules: PlanRules, group: RowGroup, side: Taken) {
        self.rules = rules
        self.group = group
        self.side = side
        self.links = group.members.map(\.link)
    }

    /// Settles a field: the base takes the value of the side that is not to be heard.
    mutating func settle(_ field: FieldName) {
        guard let row = group.row else { return }
        for (index, member) in group.members.enumerated() where member.link.kind == .managed {
            guard let issue = member.issue else { continue }
            let wanted = rules.settings.mapping.render(row)[field] ?? .none
            let read = rules.fingerprint.remembered(issue.fields[field] ?? .none, as: field)
            let old = links[index].fields.first { $0.name == field }?.sent ?? .none
            let sent = side == .audit ? old : rules.fingerprint.remembered(wanted, as: field)
            // The row is to be looked at, though it did not change.
            links[index].content = nil
            if links[index].fields.isEmpty {
                links[index].fields = rules.settings.mapping.tracked.map { .unknown($0.name) }
            }
            links[index].fields = rules.settings.mapping.tracked.compactMap { tracked in
                tracked.name == field
                    ? FieldBase(name: field, sent: sent, read: read)
                    : links[index].fields.first { $0.name == tracked.name }
            }
        }
    }

    /// Settles what the row and its issues stand at.
    mutating func settleStatus() {
        var isSettled = false
        for (index, member) in group.members.enumerated() {
            let row = group.side(from: member.link, by: rules.fingerprint)
            switch decide(from: member.link.agreed, row: row, issue: member.side) {
            case .rewrittenAndClosed:
                settleRewritten(index, member)
                isSettled = true
            case .rowDeleted where member.link.kind == .managed,
                .issueDeleted where member.link.kind == .managed:
                links[index].decision = side == .audit ? .audit : .jira
                isSettled = true
            case .nothing, .merge, .close, .rowDeleted, .resolve, .accept, .agree, .issueDeleted, .forget,
                .regression, .unresolve, .acceptedIssueMissing:
                // There is no conflict over these.
                break
            }
        }
        if !isSettled { settleFirstContact() }
    }

    /// Case 11: the debt was rewritten, and the issue closed.
    private mutating func settleRewritten(_ index: Int, _ member: RowGroup.Member) {
        guard let row = group.row else { return }
        links[index].text = rules.fingerprint.text(of: row)
        guard side == .audit else { return }
        links[index].category = member.issue?.status.category ?? .done
        if member.link.kind == .managed {
            links[index].agreed = .resolved
        } else if !group.members.contains(where: { $0.link.kind == .managed }) {
            links[index].decision = .audit
        }
    }

    /// Case 3, and case 6 under `row_deleted: conflict`: nothing is linked yet.
    private mutating func settleFirstContact() {
        guard let row = group.row else {
            for issue in group.marked where !issue.isClosed {
                var link = group.newLink(to: issue, .managed, by: rules.fingerprint)
                link.decision = side == .audit ? .audit : .jira
                links.append(link)
            }
            return
        }
        let ours = group.marked.first
        if let ours {
            var link = group.newLink(to: ours, .managed, by: rules.fingerprint)
            link.fields = FieldBases(rules.settings).adopted(row, ours)
            if side == .audit { link.agreed = .resolved } else { link.category = .new }
            links.append(link)
        }
        for listed in group.listed {
            guard let issue = listed.issue, issue.id != ours?.id else { continue }
            var link = group.newLink(to: issue, .followed, by: rules.fingerprint)
            if side == .jira { link.category = .new } else if ours == nil { link.decision = .audit }
            links.append(link)
        }
    }

    /// Notes the debt as seen where nothing is left to write.
    mutating func noteSeen() {
        guard let row = group.row, row.hasDebt else { return }
        for (index, member) in group.members.enumerated() {
            guard let issue = member.issue, !issue.isClosed, member.link.kind == .managed else { continue }
            let pair = LinkPair(link: links[index], row: row, issue: issue)
            guard FieldMerge(pair, by: rules).isSettled else { continue }
            links[index].text = rules.fingerprint.text(of: row)
            links[index].content = rules.fingerprint.content(of: row)
        }
    }
}
