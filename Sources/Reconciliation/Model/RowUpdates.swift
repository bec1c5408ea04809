/// What is written into a row's columns when its issue's status changes.
public struct RowUpdates: Hashable, Sendable {
    /// A value to write.
    public enum Value: Hashable, Sendable {
        /// A literal.
        case literal(ColumnValue)
        /// When the issue was resolved; NULL when it was not.
        case resolutionDate
        /// The name of the issue's resolution; NULL when it has none.
        case resolution
        /// The name of the issue's status.
        case status
        /// The issue's key.
        case key
    }

    /// One column and what is written into it.
    public struct Assignment: Hashable, Sendable {
        /// The column's name.
        public var column: String
        /// What is written.
        public var value: Value

        /// Makes an assignment.
        public init(_ column: String, _ value: Value) {
            self.column = column
            self.value = value
        }
    }

    /// When the issue is started.
    public var onStarted: [Assignment]
    /// When the issue is closed, and the debt with it.
    public var onResolved: [Assignment]
    /// When the issue is opened again.
    public var onReopened: [Assignment]

    /// Makes updates.
    public init(onStarted: [Assignment], onResolved: [Assignment], onReopened: [Assignment]) {
        self.onStarted = onStarted
        self.onResolved = onResolved
        self.onReopened = onReopened
    }

    /// Returns the steps in a row that these assignments make for an issue; columns that hold the value already are left out.
    static func steps(
        _ assignments: [Assignment],
        of row: Row,
        for issue: Issue,
        in schema: RowSchema
    ) -> [Step] {
        assignments.compactMap { assignment in
            let value: ColumnValue =
                switch assignment.value {
                case .literal(let value): value
                case .resolutionDate: issue.resolved.map(ColumnValue.text) ?? .null
                case .resolution: issue.resolution.map(ColumnValue.text) ?? .null
                case .status: .text(issue.status.name)
                case .key: .text(issue.key)
                }
            let present = row.value(of: assignment.column, in: schema) ?? .null
            guard value != present else { return nil }
            return .row(.set(column: assignment.column, from: present, to: value))
        }
    }
}

extension Row {
    /// Returns the row as steps leave it.
    func after(_ steps: [Step], _ schema: RowSchema) -> Row {
        var row = self
        for case .row(.set(let column, _, let value)) in steps { row.set(column, to: value, in: schema) }
        return row
    }
}
