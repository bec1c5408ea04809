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
public enum RulingFault: Error, Hashable, Sendable {
    /// The row has no conflict, or none over the field; these fields are in conflict.
    case noConflict(fields: [String])
    /// The conflict is over the row's key: no side can be taken.
    case renumbered
}

extension Comparison {
    /// Settles a row's conflicts in favour of one side.
    ///
    /// The decision is about what both sides say now: it goes into the base, so that a later change of either is judged
    /// anew.
    ///
    /// - Parameters:
    ///   - key: The row's key.
    ///   - field: The field in conflict, or `status`; nil for all.
    ///   - side: The side that is right.
    ///   - project: The key of the project that is looked after.
    /// - Returns: The row's links, from which the next plan follows.
    /// - Throws: A `RulingFault` where there is nothing to decide.
    public func ruling(
        on key: RowKey,
        field: String?,
        taking side: Taken,
        project: String
    ) throws(RulingFault) -> ConflictResolution {
        let groups = groups()
        if renumbered()[key] != nil { throw .renumbered }
        guard let group = groups.first(where: { $0.key == key }) else { throw .noConflict(fields: []) }
        var planner = planner(project: project)
        planner.plan(group)
        let settled = planner.conflicts.filter { field == nil || $0.field == field }
        guard !settled.isEmpty else { throw .noConflict(fields: planner.conflicts.map(\.field)) }
        let judged = planner.judged(group)
        var bench = Bench(planner: planner, group: judged, side: side)
        for conflict in settled {
            if conflict.field == Change.status { bench.settleStatus() } else { bench.settle(conflict.field) }
        }
        bench.finish()
        // Links that go, as people parted them or took the ticket out of the row, have no say.
        let others = group.members.map(\.link).filter { link in
            !judged.members.contains { $0.link.issue == link.issue }
        }
        return ConflictResolution(
            row: key,
            path: group.path,
            settled: settled,
            links: (bench.links + others).sorted()
        )
    }
}

extension Planner {
    /// The group that a plan's conflicts are about: without the links that go, with the issue that is taken over.
    fileprivate func judged(_ whole: RowGroup) -> RowGroup {
        var (planner, group) = (self, whole)
        planner.part(from: &group)
        planner.dropUnlisted(from: &group, isAdoption: false)
        let adopted = actions.first { $0.operation == .adopt }?.issue
        guard group.members.isEmpty, let row = group.row,
            let issue = group.marked.first(where: { $0.id == adopted })
        else { return group }
        var link = group.newLink(to: issue, .managed, by: fingerprint)
        link.fields = FieldBases(settings).adopted(row, issue)
        group.members = [RowGroup.Member(link: link, issue: issue, side: .open(seenClosed: false))]
        return group
    }
}

extension RowGroup {
    /// The link with an issue that nothing linked so far, under the key by which the row lists it.
    fileprivate func newLink(to issue: Issue, _ kind: Link.Kind, by fingerprint: Fingerprint) -> Link {
        Link(
            row: key,
            path: path,
            issue: issue.id,
            key: listed.first { $0.issue?.id == issue.id }?.key ?? issue.key,
            kind: kind,
            agreed: .open,
            category: issue.status.category,
            operation: kind == .managed ? issue.marker?.operation : nil,
            text: row.map(fingerprint.text)
        )
    }
}

/// Where a row's links are changed to what people decided.
private struct Bench {
    let planner: Planner
    let group: RowGroup
    let side: Taken
    var links: [Link]

    init(planner: Planner, group: RowGroup, side: Taken) {
        self.planner = planner
        self.group = group
        self.side = side
        self.links = group.members.map(\.link)
    }

    /// Settles a field: the base takes the value of the side that is not to be heard.
    mutating func settle(_ field: FieldName) {
        guard let row = group.row else { return }
        for (index, member) in group.members.enumerated() where member.link.kind == .managed {
            guard let issue = member.issue else { continue }
            let wanted = planner.settings.mapping.render(row)[field] ?? .none
            let read = planner.fingerprint.remembered(issue.fields[field] ?? .none, as: field)
            let old = links[index].fields.first { $0.name == field }?.sent ?? .none
            let sent = side == .audit ? old : planner.fingerprint.remembered(wanted, as: field)
            // The row is to be looked at, though it did not change.
            links[index].content = nil
            if links[index].fields.isEmpty {
                links[index].fields = planner.settings.mapping.tracked.map { .unknown($0.name) }
            }
            links[index].fields = planner.settings.mapping.tracked.compactMap { tracked in
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
            switch decide(
                member.link.agreed,
                group.side(from: member.link, by: planner.fingerprint),
                member.side
            ) {
            case .rewrittenAndClosed:
                settleRewritten(index, member)
                isSettled = true
            case .rowDeleted where member.link.kind == .managed,
                .issueDeleted where member.link.kind == .managed:
                links[index].decision = side == .audit ? .audit : .jira
                isSettled = true
            default: break
            }
        }
        if !isSettled { settleFirstContact() }
    }

    /// Case 11: the debt was rewritten, and the issue closed.
    private mutating func settleRewritten(_ index: Int, _ member: RowGroup.Member) {
        guard let row = group.row else { return }
        links[index].text = planner.fingerprint.text(of: row)
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
                var link = group.newLink(to: issue, .managed, by: planner.fingerprint)
                link.decision = side == .audit ? .audit : .jira
                links.append(link)
            }
            return
        }
        let ours = group.marked.first
        if let ours {
            var link = group.newLink(to: ours, .managed, by: planner.fingerprint)
            link.fields = FieldBases(planner.settings).adopted(row, ours)
            if side == .audit { link.agreed = .resolved } else { link.category = .new }
            links.append(link)
        }
        for listed in group.listed {
            guard let issue = listed.issue, issue.id != ours?.id else { continue }
            var link = group.newLink(to: issue, .followed, by: planner.fingerprint)
            if side == .jira { link.category = .new } else if ours == nil { link.decision = .audit }
            links.append(link)
        }
    }

    /// Where nothing is left to write, the debt counts as seen.
    mutating func finish() {
        guard let row = group.row, row.hasDebt else { return }
        for (index, member) in group.members.enumerated() {
            guard let issue = member.issue, !issue.isClosed, member.link.kind == .managed else { continue }
            let merged = planner.fieldMerge(links[index], row, issue)
            guard merged.changes.isEmpty, merged.conflicts.isEmpty else { continue }
            links[index].text = planner.fingerprint.text(of: row)
            links[index].content = planner.fingerprint.content(of: row)
        }
    }
}
