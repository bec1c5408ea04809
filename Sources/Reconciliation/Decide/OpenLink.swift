/// What the merge of a link's fields comes to.
struct FieldMerge {
    /// A field that both sides changed.
    struct Clash {
        var name: FieldName
        /// What was sent last; none where nobody knows what both sides were.
        var base: FieldValue
        var isUnknown: Bool
        var row: FieldValue
        var issue: FieldValue

        init(_ base: FieldBase, row: FieldValue, issue: FieldValue) {
            self.name = base.name
            self.base = base.sent
            self.isUnknown = base == .unknown(base.name)
            self.row = row
            self.issue = issue
        }
    }

    /// Writes to the issue, then what the state learns.
    var changes: [Change] = []
    var conflicts: [Clash] = []
    /// Fields whose values go back and forth in run after run, with what they are now.
    var perpetual: [(name: FieldName, value: FieldValue)] = []
    /// Whether the issue has to be written.
    var isWrite: Bool { changes.contains { $0.side == .issue } }
}

extension Planner {
    /// Cases 7, 18 and 20: both sides are open, so compare field by field.
    mutating func planMerge(
        _ member: RowGroup.Member,
        _ row: Row,
        _ issue: Issue,
        noting: Bool,
        isAdoption: Bool,
        hasAction: Bool
    ) {
        let link = member.link
        let isStarted =
            !noting && issue.status.category == .indeterminate && link.category != .indeterminate
        let starting =
            isStarted
            ? RowUpdates.changes(settings.updates.onStarted, of: row, for: issue, in: settings.schema) : []
        // Templates see the row as it will be, so that nothing is left to do afterwards.
        let after = row.after(starting, settings.schema)
        var merged = link.kind == .managed ? fieldMerge(link, after, issue) : FieldMerge()
        if noting { merged.changes.append(agreement(link, .open)) }
        if let change = markerChange(link, row, issue) { merged.changes.insert(change, at: 0) }
        if link.kind == .managed, link.decision == .link, !(row.tickets ?? []).contains(issue.key) {
            merged.changes.append(ticketChange(of: row, replacing: nil, by: issue.key))
        }
        merged.changes += nameChanges(of: link, row)
        if merged.isWrite {
            addAction(
                .update,
                row: row,
                issue: issue,
                reason: updateReason(link, row),
                changes: merged.changes
            )
        }
        if !starting.isEmpty {
            addStart(row, issue, merged.isWrite ? [] : merged.changes)
            return finish(merged, link, row, issue)
        }
        if issue.status.category != link.category {
            let from = ChangeValue.text(link.category.rawValue)
            let change = Change(.state, "category", from: from, to: .text(issue.status.category.rawValue))
            merged.changes.append(change)
        }
        // Status, key, row and path follow from whatever else is done for the link.
        let implied: Set = ["category", "row", "path"]
        let isImplied = isAdoption || (hasAction && merged.changes.allSatisfy { implied.contains($0.field) })
        if !merged.isWrite, !merged.changes.isEmpty, !isImplied {
            addAction(
                .record,
                row: row,
                issue: issue,
                reason: recordReason(link, row, merged.changes),
                changes: merged.changes
            )
        }
        finish(merged, link, row, issue)
    }

    private mutating func finish(_ merged: FieldMerge, _ link: Link, _ row: Row, _ issue: Issue) {
        report(merged, link, row, issue)
    }

    /// Reports what a merge leaves to people.
    mutating func report(_ merged: FieldMerge, _ link: Link, _ row: Row, _ issue: Issue) {
        for clash in merged.conflicts { addConflict(clash, link, row, issue) }
        for field in merged.perpetual {
            let value = field.value.display.map { "\"\($0.firstLine)\"" } ?? "nothing"
            findings.append(
                Finding(
                    .perpetualDiff,
                    row: row.key,
                    issue: issue.key,
                    message:
                        "\(field.name) of \(issue.key) is \(value) again in the third run running: something in Jira keeps writing it, and it is left alone."
                )
            )
        }
    }

    /// What the state learns of a row's key and path.
    func nameChanges(of link: Link, _ row: Row) -> [Change] {
        var changes: [Change] = []
        if row.key != link.row {
            changes.append(Change(.state, "row", from: .text(link.row.text), to: .text(row.key.text)))
        }
        if row.path != link.path {
            changes.append(Change(.state, "path", from: .text(link.path), to: .text(row.path)))
        }
        return changes
    }

    /// The change that makes an issue's marker name its row; nil when it does.
    func markerChange(_ link: Link, _ row: Row, _ issue: Issue) -> Change? {
        guard link.kind == .managed else { return nil }
        let isNew = link.decision == .link && issue.marker?.operation != link.operation
        guard isNew || row.key != link.row || issue.marker.map({ $0.row != row.key }) ?? false else {
            return nil
        }
        let old = issue.marker.map { ChangeValue.text($0.row.text) } ?? .null
        return Change(.issue, Change.marker, from: old, to: .text(row.key.text))
    }

    private func recordReason(_ link: Link, _ row: Row, _ changes: [Change]) -> String {
        let names: Set = ["row", "path"]
        return changes.allSatisfy { names.contains($0.field) } ? updateReason(link, row) : "changed in Jira"
    }

    func updateReason(_ link: Link, _ row: Row) -> String {
        if link.decision == .link { return "people linked them" }
        if row.key != link.row { return "the row's key was \(link.row)" }
        if row.path != link.path { return "the file was \(link.path)" }
        if let text = link.text, text != fingerprint.text(of: row) { return "the debt was rewritten" }
        return "the fields differ"
    }

    /// Marks the row as being worked on, with what the state learns beside.
    private mutating func addStart(_ row: Row, _ issue: Issue, _ learned: [Change]) {
        addRowAction(
            .start,
            row,
            issue,
            settings.updates.onStarted,
            merged: learned,
            reason: "\(issue.key) was started: \(issue.status.name)"
        )
    }

    /// Merges all tracked fields of a managed link.
    func fieldMerge(_ link: Link, _ row: Row, _ issue: Issue) -> FieldMerge {
        let wanted = settings.mapping.render(row)
        var result = FieldMerge()
        var learned: [Change] = []
        for field in settings.mapping.tracked {
            // Of an issue that was adopted, or a field that was mapped later, nobody knows who changed what: both sides
            // count as changed.
            let base = link.fields.first { $0.name == field.name } ?? .unknown(field.name)
            let new = wanted[field.name] ?? .none
            if field.name == "labels" {
                mergeLabels(field.owner, base, new, issue, &result, &learned)
                continue
            }
            let present = issue.fields[field.name] ?? .none
            let short = fingerprint.remembered(present, as: field.name)
            let rowChanged = !fingerprint.matches(base.sent, new)
            let issueChanged = !fingerprint.matches(base.read, present)
            // The same words may be written otherwise: where only the row changed, it is sent.
            let isSame = rowChanged && issueChanged && isRead(short, ofSent: new, as: field.name)
            let move = merge(
                owner: field.owner,
                rowChanged: rowChanged,
                issueChanged: issueChanged,
                isSame: isSame
            )
            if !rowChanged, move != .nothing, base.isPerpetual(short) {
                result.perpetual.append((field.name, present))
                continue
            }
            switch move {
            case .nothing: break
            case .write:
                result.changes.append(
                    Change(.issue, field.name, from: ChangeValue(present), to: ChangeValue(new))
                )
            case .take:
                let from = ChangeValue(base.read)
                learned.append(Change(.state, field.name, from: from, to: ChangeValue(short)))
            case .conflict:
                result.conflicts.append(
                    FieldMerge.Clash(base, row: new, issue: present)
                )
            }
        }
        result.changes += learned
        return result
    }

    /// Whether what is read is what would be read of a value that is sent.
    private func isRead(_ read: FieldValue, ofSent sent: FieldValue, as name: FieldName) -> Bool {
        ([sent] + settings.mapping.expected(name, sent)).contains { fingerprint.matches(read, $0) }
    }

    private func mergeLabels(
        _ owner: Owner,
        _ base: FieldBase,
        _ wanted: FieldValue,
        _ issue: Issue,
        _ result: inout FieldMerge,
        _ learned: inout [Change]
    ) {
        let wanted = wanted.list
        let merged = Reconciliation.mergeLabels(
            owner: owner,
            sent: base.sent.list,
            read: base.read.list,
            wanted: wanted,
            present: issue.labels,
            fixed: Marker.name
        )
        if !merged.added.isEmpty || !merged.removed.isEmpty {
            let isDrift = merged.removed.isEmpty && Set(base.sent.list) == Set(wanted)
            if isDrift, base.isPerpetual(.list(merged.added)) {
                result.perpetual.append(("labels", .list(issue.labels)))
                return
            }
            let kept = issue.labels.filter { !merged.removed.contains($0) }
            let labels = (kept + merged.added).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            result.changes.append(Change(.issue, "labels", from: .list(issue.labels), to: .list(labels)))
        } else if merged.isTaken {
            let now = wanted.filter(issue.labels.contains)
            learned.append(Change(.state, "labels", from: .list(base.read.list), to: .list(now)))
        }
    }

    mutating func addConflict(_ clash: FieldMerge.Clash, _ link: Link, _ row: Row, _ issue: Issue) {
        let base = link.fields.first { $0.name == clash.name }
        conflicts.append(
            Conflict(
                row: row.key,
                path: row.path,
                issue: issue.key,
                field: clash.name,
                base: clash.base.display,
                rowValue: clash.row.display ?? "",
                issueValue: clash.issue.display ?? "",
                reason: base == nil || base == .unknown(clash.name)
                    ? "\(clash.name) differs, and nothing tells what both sides were when they last agreed"
                    : "both sides changed \(clash.name) since they last agreed",
                hint: resolveHint(row.key, clash.name)
            )
        )
    }
}

extension FieldValue {
    /// The list; empty for anything else.
    var list: [String] { if case .list(let list) = self { list } else { [] } }

    /// The value in a line or text; nil for none.
    var display: String? {
        switch self {
        case .none: nil
        case .text(let text): text
        case .list(let list): list.joined(separator: ", ")
        case .digest(let digest): digest.description
        }
    }
}
