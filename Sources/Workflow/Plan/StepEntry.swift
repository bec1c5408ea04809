import Reconciliation

/// A step as plan files write it, and as people see it.
public struct StepEntry: Hashable, Sendable {
    /// The side that a step changes.
    public enum Side: String, Hashable, Sendable, CaseIterable {
        /// Jira.
        case issue
        /// The table.
        case row
        /// The state alone.
        case state
    }

    /// A value before or after.
    public enum Value: Hashable, Sendable {
        /// No value.
        case null
        /// A truth value.
        case bool(Bool)
        /// A text.
        case text(String)
        /// A list of texts in its order.
        case list([String])
    }

    /// The side.
    public var side: Side
    /// The mapped field, the column, or the part of the issue or of the link.
    public var field: String
    /// The value before.
    public var from: Value
    /// The value after.
    public var to: Value

    /// Makes an entry.
    public init(_ side: Side, _ field: String, from: Value, to: Value) {
        self.side = side
        self.field = field
        self.from = from
        self.to = to
    }
}

extension StepEntry.Value {
    /// The list, or nil for none; nil for anything else.
    var optionalList: [String]?? {
        switch self {
        case .null: .some(nil)
        case .list(let list): .some(list)
        case .bool, .text: nil
        }
    }

    init(_ text: String?) { self = text.map(Self.text) ?? .null }

    init(_ list: [String]?) { self = list.map(Self.list) ?? .null }

    init(_ value: FieldValue) {
        switch value {
        case .none: self = .null
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        case .digest(let digest): self = .text(digest.description)
        }
    }

    init(_ value: ColumnValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        }
    }
}

extension ColumnValue {
    init(_ value: StepEntry.Value) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .text(let text): self = .text(text)
        case .list(let list): self = .list(list)
        }
    }
}
