/// What the merge of a link's fields comes to.
struct FieldMerge {
    /// A field that both sides changed.
    struct Clash {
        var name: FieldName
        /// What was sent last; none where nobody knows what both sides were.
        var base: FieldValue
        /// Whether nobody knows what both sides were when they last agreed.
        var isUnknown: Bool
        var row: FieldValue
        var issue: FieldValue
    }

    /// What is written to the issue.
    var written: [Step] = []
    /// What the state learns.
    var learned: [Step] = []
    var conflicts: [Clash] = []
    /// Fields whose values go back and forth in run after run, with what they are now.
    var perpetual: [(name: FieldName, value: FieldValue)] = []

    /// Writes to the issue, then what the state learns.
    var steps: [Step] { written + learned }

    /// Whether the issue has to be written.
    var isWrite: Bool { !written.isEmpty }

    /// Whether nothing is to be done, and nothing is left to people.
    var isSettled: Bool { written.isEmpty && learned.isEmpty && conflicts.isEmpty }
}

extension FieldMerge {
    /// Merges all tracked fields of a managed link; of a followed one, none.
    init(_ pair: LinkPair, by rules: PlanRules) {
        guard pair.link.kind == .managed else { return }
        let wanted = rules.settings.mapping.render(pair.row)
        for field in rules.settings.mapping.tracked {
            // Of an issue that was adopted, or a field that was mapped later, nobody knows who changed what: both sides
            // count as changed.
            let base = pair.link.fields.first { $0.name == field.name } ?? .unknown(field.name)
            let new = wanted[field.name] ?? .none
            if field.name == "labels" {
                add(labels: field.owner, base, sent: new.list, on: pair.issue)
            } else {
                add(field, base, sent: new, read: pair.issue.fields[field.name] ?? .none, by: rules)
            }
        }
    }

    private mutating func add(
        _ field: MappedField,
        _ base: FieldBase,
        sent new: FieldValue,
        read present: FieldValue,
        by rules: PlanRules
    ) {
        let short = rules.fingerprint.remembered(present, as: field.name)
        let rowChanged = !rules.fingerprint.matches(base.sent, new)
        let issueChanged = !rules.fingerprint.matches(base.read, present)
        // The same words may be written otherwise: where only the row changed, it is sent.
        let isSame = rowChanged && issueChanged && Self.isRead(short, ofSent: new, as: field.name, by: rules)
        let move = merge(
            owner: field.owner,
            rowChanged: rowChanged,
            issueChanged: issueChanged,
            isSame: isSame
        )
        if !rowChanged, move != .nothing, base.isPerpetual(short) {
            perpetual.append((field.name, present))
            return
        }
        switch move {
        case .nothing: break
        case .write:
            written.append(.setting(field.name, from: present, to: new))
        case .take:
            learned.append(.link(.learn(field.name, from: base.read, to: short)))
        case .conflict:
            let isUnknown = base == .unknown(base.name)
            conflicts.append(
                Clash(name: base.name, base: base.sent, isUnknown: isUnknown, row: new, issue: present)
            )
        }
    }

    /// Whether what is read is what would be read of a value that is sent.
    private static func isRead(
        _ read: FieldValue,
        ofSent sent: FieldValue,
        as name: FieldName,
        by rules: PlanRules
    ) -> Bool {
        ([sent] + rules.settings.mapping.expected(name, sent)).contains {
            rules.fingerprint.matches(read, $0)
        }
    }

    private mutating func add(
        labels owner: Owner,
        _ base: FieldBase,
        sent wanted: [String],
        on issue: Issue
    ) {
        let merged = mergeLabels(
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
                perpetual.append(("labels", .list(issue.labels)))
                return
            }
            let kept = issue.labels.filter { !merged.removed.contains($0) }
            let labels = (kept + merged.added).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            written.append(.issue(.labels(from: issue.labels, to: labels)))
        } else if merged.isTaken {
            let now = wanted.filter(issue.labels.contains)
            learned.append(.link(.learn("labels", from: .list(base.read.list), to: .list(now))))
        }
    }

    /// What a merge leaves to people.
    func report(_ pair: LinkPair) -> RowPlan {
        RowPlan(
            conflicts: conflicts.map { conflict(over: $0, pair) },
            findings: perpetual.map { field in
                let value = field.value.display.map { "\"\($0.firstLine)\"" } ?? "nothing"
                return Finding(
                    .perpetualDiff,
                    row: pair.row.key,
                    issue: pair.issue.key,
                    message:
                        "\(field.name) of \(pair.issue.key) is \(value) again in the third run running: something in Jira keeps writing it, and it is left alone."
                )
            }
        )
    }
}

extension FieldMerge {
    /// The conflict over a field that both sides changed.
    private func conflict(over clash: Clash, _ pair: LinkPair) -> Conflict {
        .settleable(
            over: clash.name,
            row: pair.row.key,
            path: pair.row.path,
            issue: pair.issue.key,
            base: clash.base.display,
            values: (clash.row.display ?? "", clash.issue.display ?? ""),
            reason: clash.isUnknown
                ? "\(clash.name) differs, and nothing tells what both sides were when they last agreed"
                : "both sides changed \(clash.name) since they last agreed"
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
