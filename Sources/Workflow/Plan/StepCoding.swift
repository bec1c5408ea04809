public import Reconciliation

// The words of plan files stand here alone: the names of what a step changes beside a mapped field or a column.

extension StepEntry {
    /// The names that mean something else than a mapped field; a field of such a name stands in plans by its id.
    public static let words = Set(IssueWord.allCases.map(\.rawValue) + LinkWord.allCases.map(\.rawValue))

    /// The parts of an issue that are no mapped fields.
    private enum IssueWord: String, CaseIterable {
        case status, comment, marker, resolution, relates, duplicates
    }

    /// The parts of a link that are no mapped fields.
    private enum LinkWord: String, CaseIterable {
        case agreed, category, row, path, key, link, decision
    }

    /// The name of the mapped field that is merged as a set.
    private static let labels: FieldName = "labels"

    /// The placeholder for the key of an issue that is still to be created.
    private static let newKey = "(new key)"
}

extension StepEntry {
    /// Writes a step.
    public init(_ step: Step) {
        switch step {
        case .issue(let step): self.init(step)
        case .row(let step): self.init(step)
        case .link(let step): self.init(step)
        }
    }

    private init(_ step: IssueStep) {
        switch step {
        case .set(let name, let from, let to): self.init(.issue, name, from: Value(from), to: Value(to))
        case .labels(let from, let to): self.init(.issue, Self.labels, from: Value(from), to: .list(to))
        case .mark(let from, let to): self.init(.marker, from: Value(from?.text), to: .text(to.text))
        case .release(let from): self.init(.marker, from: Value(from?.text), to: .null)
        case .comment(let text): self.init(.comment, to: .text(text))
        case .resolution(let name): self.init(.resolution, to: .text(name))
        case .move(let from, let goal): self.init(.status, from: Value(from), to: .text(goal.rawValue))
        case .relate(.relates, let key): self.init(.relates, to: .text(key))
        case .relate(.duplicates, let key): self.init(.duplicates, to: .text(key))
        }
    }

    private init(_ word: IssueWord, from: Value = .null, to: Value) {
        self.init(.issue, word.rawValue, from: from, to: to)
    }

    private init(_ step: RowStep) {
        switch step {
        case .set(let column, let from, let to): self.init(.row, column, from: Value(from), to: Value(to))
        case .tickets(let column, let from, let to):
            self.init(.row, column, from: Value(from), to: .list(to.map { $0.text ?? Self.newKey }))
        }
    }

    private init(_ step: LinkStep) {
        switch step {
        case .agree(let from, let to): self.init(.agreed, from: from.rawValue, to: to.rawValue)
        case .category(let from, let to): self.init(.category, from: from.rawValue, to: to.rawValue)
        case .rename(let from, let to): self.init(.row, from: from.text, to: to.text)
        case .repath(let from, let to): self.init(.path, from: from, to: to)
        case .rekey(let from, let to): self.init(.key, from: from, to: to)
        case .learn(let name, let from, let to): self.init(.state, name, from: Value(from), to: Value(to))
        case .drop(let key): self.init(.link, from: key, to: nil)
        case .clear(let decision): self.init(.decision, from: decision.rawValue, to: nil)
        }
    }

    private init(_ word: LinkWord, from: String, to: String?) {
        self.init(.state, word.rawValue, from: .text(from), to: Value(to))
    }
}

extension StepEntry {
    /// A member of an entry that does not say what a step needs.
    enum Fault: String, Error {
        case from, to
    }

    /// Reads the step of an action; throws the member that is not understood.
    func step(in operation: Reconciliation.Operation) throws(Fault) -> Step {
        switch side {
        case .issue: .issue(try issueStep)
        case .row: .row(rowStep(in: operation))
        case .state: .link(try linkStep)
        }
    }

    private var issueStep: IssueStep {
        get throws(Fault) {
            guard let word = IssueWord(rawValue: field) else {
                guard field == Self.labels, case .list(let labels) = to, let from = from.optionalList else {
                    return .set(field, from: try Self.field(from, .from), to: try Self.field(to, .to))
                }
                return .labels(from: from, to: labels)
            }
            switch word {
            case .marker:
                let old = try optionalText(from, .from).map { RowKey($0) }
                return try optionalText(to, .to).map { .mark(from: old, to: RowKey($0)) }
                    ?? .release(from: old)
            case .status: return .move(from: try optionalText(from, .from), to: try choice(to, .to))
            case .comment: return .comment(try text(to, .to))
            case .resolution: return .resolution(try text(to, .to))
            case .relates: return .relate(.relates, to: try text(to, .to))
            case .duplicates: return .relate(.duplicates, to: try text(to, .to))
            }
        }
    }

    /// A list is taken for tickets; which column has these only the settings say.
    private func rowStep(in operation: Reconciliation.Operation) -> RowStep {
        guard case .list(let tickets) = to, let old = from.optionalList else {
            return .set(column: field, from: ColumnValue(from), to: ColumnValue(to))
        }
        let keys = tickets.map { TicketRef($0) }
        guard operation == .create else { return .tickets(column: field, from: old, to: keys) }
        // The row itself may list the placeholder's words: there they stand in their old place. Where they stand nowhere
        // else, they are the key's all the same: a create puts it somewhere.
        let places = tickets.indices.filter { tickets[$0] == Self.newKey }
        let kept = zip(tickets, old ?? []).map { $0 == Self.newKey && $1 == Self.newKey }
        let new = places.filter { $0 >= kept.count || !kept[$0] }
        let created = Set(new.isEmpty ? places : new)
        return .tickets(
            column: field,
            from: old,
            to: keys.indices.map { created.contains($0) ? .created : keys[$0] }
        )
    }

    private var linkStep: LinkStep {
        get throws(Fault) {
            switch LinkWord(rawValue: field) {
            case nil: .learn(field, from: try Self.base(from, .from), to: try Self.base(to, .to))
            case .agreed: .agree(from: try choice(from, .from), to: try choice(to, .to))
            case .category: .category(from: try choice(from, .from), to: try choice(to, .to))
            case .row: .rename(from: RowKey(try text(from, .from)), to: RowKey(try text(to, .to)))
            case .path: .repath(from: try text(from, .from), to: try text(to, .to))
            case .key: .rekey(from: try text(from, .from), to: try text(to, .to))
            case .link: .drop(key: try text(from, .from))
            case .decision: .clear(try choice(from, .from))
            }
        }
    }

    private func text(_ value: Value, _ member: Fault) throws(Fault) -> String {
        guard case .text(let text) = value else { throw member }
        return text
    }

    private func optionalText(_ value: Value, _ member: Fault) throws(Fault) -> String? {
        value == .null ? nil : try text(value, member)
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ value: Value,
        _ member: Fault
    ) throws(Fault) -> Choice {
        guard let choice = Choice(rawValue: try text(value, member)) else { throw member }
        return choice
    }

    /// The value of an issue's field.
    private static func field(_ value: Value, _ member: Fault) throws(Fault) -> FieldValue {
        switch value {
        case .null: return .none
        case .bool: throw member
        case .text(let text): return .text(text)
        case .list(let list): return .list(list)
        }
    }

    /// The value of a field's base, where a digest stands as text.
    private static func base(_ value: Value, _ member: Fault) throws(Fault) -> FieldValue {
        if case .text(let text) = value, let digest = Digest(text) { return .digest(digest) }
        return try field(value, member)
    }
}
