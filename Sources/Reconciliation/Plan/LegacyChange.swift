// The bridge from changes in words to typed steps, for the planner alone and until it makes steps itself: then this file goes.

/// A value before or after a change.
enum ChangeValue: Hashable, Sendable {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A text.
    case text(String)
    /// A list of texts in its order.
    case list([String])
}

/// One thing an action changes on one side, in words.
struct Change: Hashable, Sendable {
    /// The side of a change.
    enum Side: String, Hashable, Sendable, CaseIterable {
        /// In Jira.
        case issue
        /// In the table.
        case row
        /// In the state alone.
        case state
    }

    /// Where it happens.
    var side: Side
    /// The field, the column, or the part of the link.
    var field: String
    /// The value before.
    var from: ChangeValue
    /// The value after.
    var to: ChangeValue

    /// Makes a change.
    init(_ side: Side, _ field: String, from: ChangeValue, to: ChangeValue) {
        self.side = side
        self.field = field
        self.from = from
        self.to = to
    }

    /// The placeholder for the key of an issue that is still to be created.
    static let newKey = "(new key)"
    /// The name of a move to another status; its target is `done` or `open`.
    static let status = "status"
    /// The name of a comment on the issue.
    static let comment = "comment"
    /// The name of the marker's row; null takes the marker off.
    static let marker = "marker"
    /// The name of the resolution that a close wants.
    static let resolution = "resolution"
    /// The name of the key of the issue that this one takes up again.
    static let relates = "relates"
    /// The name of the key of the issue that this one duplicates.
    static let duplicates = "duplicates"
    /// The name under which the state's link is dropped.
    static let link = "link"
    /// The name under which a decision is carried out, or dropped as there is nothing left to decide.
    static let decision = "decision"
}

extension Action {
    /// Makes an action of changes in words.
    init(
        _ operation: Operation,
        row: RowKey,
        path: String,
        issue: IssueID? = nil,
        key: String? = nil,
        reason: String,
        precondition: Precondition = Precondition(),
        changes: [Change] = []
    ) {
        self.init(
            operation,
            row: row,
            path: path,
            issue: issue,
            key: key,
            reason: .other(reason),
            precondition: precondition
        )
        self.changes = changes
    }

    /// The steps in words.
    var changes: [Change] {
        get { steps.map(Change.init) }
        set { steps = newValue.map { $0.step(in: operation) } }
    }

    /// Returns the steps of one side in words.
    func changes(on side: Change.Side) -> [Change] { changes.filter { $0.side == side } }
}

extension Change {
    /// The typed step.
    fileprivate func step(in operation: Operation) -> Step {
        switch side {
        case .issue: .issue(issueStep)
        case .row: .row(rowStep(in: operation))
        case .state: .link(linkStep)
        }
    }

    private var issueStep: IssueStep {
        switch (field, to) {
        case (Self.status, .text(let goal)): .move(from: from.text, to: goal == "done" ? .done : .open)
        case (Self.comment, .text(let text)): .comment(text)
        case (Self.resolution, .text(let name)): .resolution(name)
        case (Self.relates, .text(let key)): .relate(.relates, to: key)
        case (Self.duplicates, .text(let key)): .relate(.duplicates, to: key)
        case (Self.marker, .text(let row)): .mark(from: from.text.map { RowKey($0) }, to: RowKey(row))
        case (Self.marker, _): .release(from: from.text.map { RowKey($0) })
        case ("labels", .list(let labels)): .labels(from: from.list, to: labels)
        default: .set(field, from: FieldValue(from), to: FieldValue(to))
        }
    }

    private func rowStep(in operation: Operation) -> RowStep {
        guard case .list(let tickets) = to, from == .null || from.list != nil else {
            return .set(column: field, from: ColumnValue(from), to: ColumnValue(to))
        }
        return .tickets(
            column: field,
            from: from.list,
            to: tickets.map { operation == .create && $0 == Self.newKey ? .created : TicketRef($0) }
        )
    }

    private var linkStep: LinkStep {
        let (old, new) = (from.text ?? "", to.text ?? "")
        switch field {
        case "agreed": return .agree(from: .init(rawValue: old) ?? .open, to: .init(rawValue: new) ?? .open)
        case "category":
            return .category(from: .init(rawValue: old) ?? .new, to: .init(rawValue: new) ?? .new)
        case "row": return .rename(from: RowKey(old), to: RowKey(new))
        case "path": return .repath(from: old, to: new)
        case "key": return .rekey(from: old, to: new)
        case Self.link: return .drop(key: old)
        case Self.decision: return .clear(.init(rawValue: old) ?? .link)
        default: return .learn(field, from: FieldValue(remembered: from), to: FieldValue(remembered: to))
        }
    }

    /// A step in words.
    init(_ step: Step) {
        switch step {
        case .issue(let step): self.init(step)
        case .row(.set(let column, let from, let to)):
            self.init(.row, column, from: ChangeValue(from), to: ChangeValue(to))
        case .row(.tickets(let column, let from, let to)):
            let tickets = to.map { $0.text ?? Self.newKey }
            self.init(.row, column, from: from.map(ChangeValue.list) ?? .null, to: .list(tickets))
        case .link(let step): self.init(step)
        }
    }

    private init(_ step: IssueStep) {
        switch step {
        case .set(let name, let from, let to):
            self.init(.issue, name, from: ChangeValue(from), to: ChangeValue(to))
        case .labels(let from, let to):
            self.init(.issue, "labels", from: from.map(ChangeValue.list) ?? .null, to: .list(to))
        case .mark(let from, let to):
            self.init(.issue, Self.marker, from: ChangeValue(from?.text), to: .text(to.text))
        case .release(let from): self.init(.issue, Self.marker, from: ChangeValue(from?.text), to: .null)
        case .comment(let text): self.init(.issue, Self.comment, from: .null, to: .text(text))
        case .resolution(let name): self.init(.issue, Self.resolution, from: .null, to: .text(name))
        case .move(let from, let goal):
            self.init(.issue, Self.status, from: ChangeValue(from), to: .text(goal.rawValue))
        case .relate(let kind, let key): self.init(.issue, kind.rawValue, from: .null, to: .text(key))
        }
    }

    private init(_ step: LinkStep) {
        let (field, from, to): (String, ChangeValue, ChangeValue) =
            switch step {
            case .agree(let from, let to): ("agreed", .text(from.rawValue), .text(to.rawValue))
            case .category(let from, let to): ("category", .text(from.rawValue), .text(to.rawValue))
            case .rename(let from, let to): ("row", .text(from.text), .text(to.text))
            case .repath(let from, let to): ("path", .text(from), .text(to))
            case .rekey(let from, let to): ("key", .text(from), .text(to))
            case .learn(let name, let from, let to): (name, ChangeValue(from), ChangeValue(to))
            case .drop(let key): (Self.link, .text(key), .null)
            case .clear(let decision): (Self.decision, .text(decision.rawValue), .null)
            }
        self.init(.state, field, from: from, to: to)
    }
}

extension ChangeValue {
    /// The text; nil for anything else.
    fileprivate var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The list; nil for anything else.
    fileprivate var list: [String]? { if case .list(let list) = self { list } else { nil } }

    fileprivate init(_ text: String?) { self = text.map(ChangeValue.text) ?? .null }

    /// The value of a column, as a plan shows it.
    init(_ value: ColumnValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        }
    }

    /// The value of a field, as a plan shows it.
    init(_ value: FieldValue) {
        switch value {
        case .none: self = .null
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        case .digest(let digest): self = .text(digest.description)
        }
    }
}

extension ColumnValue {
    /// The value of a column from a plan.
    init(_ value: ChangeValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        }
    }
}

extension FieldValue {
    /// The value of a field from a plan.
    init(_ value: ChangeValue) {
        switch value {
        case .null: self = .none
        case .bool(let flag): self = .text(flag ? "true" : "false")
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        }
    }

    /// The value of a base from a plan: a digest stands there as text.
    fileprivate init(remembered value: ChangeValue) {
        if case .text(let text) = value, let digest = Digest(text) {
            self = .digest(digest)
        } else {
            self.init(value)
        }
    }
}
