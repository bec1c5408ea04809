/// Makes the bases of fields from what was sent and what was read back.
public struct FieldBases {
    private let mapping: Mapping
    private let fingerprint: Fingerprint

    /// Makes bases by a mapping.
    public init(_ settings: Settings) {
        self.mapping = settings.mapping
        self.fingerprint = settings.fingerprint
    }

    /// The bases of all tracked fields.
    public func fields(of row: Row, _ issue: Issue?) -> [FieldBase] {
        let wanted = mapping.render(row)
        return mapping.tracked.map { base(of: $0.name, wanted[$0.name] ?? .none, issue) }
    }

    /// The bases after an action: those of the fields that it moved are new, the others stay.
    public func fields(_ old: [FieldBase], after action: Action, of row: Row, _ issue: Issue?) -> [FieldBase]
    {
        let wanted = mapping.render(row)
        let moves = action.steps.compactMap(BaseMove.init)
        return mapping.tracked.compactMap { field in
            let unknown = old.isEmpty ? FieldBase.unknown(field.name) : nil
            let before = old.first { $0.name == field.name } ?? unknown
            guard let move = moves.first(where: { $0.name == field.name }) else {
                // A run in which a field rests ends what went back and forth; one that leaves it alone does not.
                return before.map {
                    isLeftAlone($0, issue) ? $0 : FieldBase(name: $0.name, sent: $0.sent, read: $0.read)
                }
            }
            var base = base(of: field.name, wanted[field.name] ?? .none, issue)
            if let before, before.sent == base.sent { base.flip = flip(of: before, move) }
            return base
        }
    }

    /// The bases of an issue that was taken over: a field that is not the same on both sides has none, since nobody knows who
    /// changed it.
    public func adopted(_ row: Row, _ issue: Issue) -> [FieldBase] {
        fields(of: row, issue).map { isSame($0, of: row, issue) ? $0 : .unknown($0.name) }
    }

    /// Whether an issue reads as it would if it had just been sent what its base says.
    private func isSame(_ base: FieldBase, of row: Row, _ issue: Issue) -> Bool {
        let wanted = mapping.render(row)[base.name] ?? .none
        if base.name == "labels" { return base.sent == base.read }
        let read = issue.fields[base.name] ?? .none
        return read == wanted || mapping.expected(base.name, wanted).contains(read)
    }

    /// Whether an issue holds the value that a field keeps going back to.
    private func isLeftAlone(_ base: FieldBase, _ issue: Issue?) -> Bool {
        guard let issue, let flip = base.flip else { return false }
        guard base.name != "labels" else {
            return base.isPerpetual(flip.value) && !flip.value.list.contains(where: issue.labels.contains)
        }
        return base.isPerpetual(fingerprint.remembered(issue.fields[base.name] ?? .none, as: base.name))
    }

    /// What only Jira changed was overwritten or taken over: it may come back.
    private func flip(of base: FieldBase, _ move: BaseMove) -> FieldBase.Flip {
        guard base.name != "labels" else {
            let (old, new) = (move.from.list, move.to.list)
            let added = FieldValue.list(new.filter { !old.contains($0) })
            return base.flip(at: added, gone: added)
        }
        if move.isWrite {
            let overwritten = fingerprint.remembered(move.from, as: base.name)
            return base.flip(at: overwritten, gone: overwritten)
        }
        return base.flip(at: remembered(move.to, as: base.name), gone: base.read)
    }

    /// The value that the state learns, as it is remembered.
    private func remembered(_ value: FieldValue, as name: FieldName) -> FieldValue {
        if case .digest = value { return value }
        return fingerprint.remembered(value, as: name)
    }

    private func base(of name: FieldName, _ sent: FieldValue, _ issue: Issue?) -> FieldBase {
        guard name == "labels", case .list(let labels) = sent else {
            let read = issue?.fields[name] ?? .none
            return FieldBase(
                name: name,
                sent: fingerprint.remembered(sent, as: name),
                read: fingerprint.remembered(read, as: name)
            )
        }
        let present = issue?.labels ?? []
        return FieldBase(name: name, sent: sent, read: .list(labels.filter(present.contains)))
    }
}

extension FieldBase {
    /// The base of a field of which nobody knows what both sides were.
    public static func unknown(_ name: FieldName) -> FieldBase {
        FieldBase(name: name, sent: .none, read: .none)
    }
}

/// The change of a mapped field by a step: written to the issue, or learned from it.
private struct BaseMove {
    let name: FieldName
    /// Whether the issue is written.
    let isWrite: Bool
    let from: FieldValue
    let to: FieldValue

    private init(_ name: FieldName, from: FieldValue, to: FieldValue, isWrite: Bool) {
        (self.name, self.from, self.to, self.isWrite) = (name, from, to, isWrite)
    }

    /// The move of a step; nil for a step that moves no field.
    init?(_ step: Step) {
        switch step {
        case .issue(.set(let name, let from, let to)): self.init(name, from: from, to: to, isWrite: true)
        case .issue(.labels(let from, let to)):
            self.init("labels", from: .list(from ?? []), to: .list(to), isWrite: true)
        case .link(.learn(let name, let from, let to)):
            self.init(name, from: from, to: to, isWrite: false)
        case .issue, .row, .link: return nil
        }
    }
}
