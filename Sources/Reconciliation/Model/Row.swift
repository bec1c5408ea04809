/// The names of the columns that are read, each with its part.
public struct RowSchema: Hashable, Sendable {
    /// The column that identifies a row.
    public var key: String
    /// The column with the path of the source file.
    public var path: String
    /// The boolean column that says whether there is debt.
    public var debt: String
    /// The column with the debt, in Markdown.
    public var text: String
    /// The array column with the keys of the row's tickets.
    public var tickets: String
    /// Columns that templates and row updates may use, beside those above, in the order of `Row.also`.
    public var also: [String]

    /// Makes a schema; the defaults are the columns of `file_audit`.
    public init(
        key: String = "file_number",
        path: String = "file_path",
        debt: String = "has_technical_debt",
        text: String = "technical_debt",
        tickets: String = "jira_tickets",
        also: [String] = []
    ) {
        self.key = key
        self.path = path
        self.debt = debt
        self.text = text
        self.tickets = tickets
        self.also = also
    }

    /// All columns in the order in which they are read: the five with a part, then the others.
    public var columns: [String] { [key, path, debt, text, tickets] + also }
}

/// The value of a column as the database writes it.
public enum ColumnValue: Hashable, Sendable {
    /// SQL's NULL.
    case null
    /// A boolean.
    case bool(Bool)
    /// Any other scalar, in the database's text form.
    case text(String)
    /// A one-dimensional array; NULL elements are left out.
    case list([String])
}

/// One record of the audited table.
public struct Row: Hashable, Sendable {
    /// What identifies it.
    public var key: RowKey
    /// The path of the source file.
    public var path: String
    /// Whether it has debt; nil for NULL, which counts as none.
    public var debt: Bool?
    /// The debt in Markdown; nil for NULL.
    public var text: String?
    /// The keys of its tickets in the order they stand; nil for NULL.
    public var tickets: [String]?
    /// The tickets column as the database has it, where that is not just the keys: addresses, several keys in one element,
    /// blanks; nil where it is.
    public private(set) var listing: [String]?
    /// The values of the schema's other columns, in the schema's order.
    public var also: [ColumnValue]

    /// Makes a row; `tickets` is what the column holds, and its keys are read out of that.
    public init(
        key: RowKey,
        path: String,
        debt: Bool?,
        text: String?,
        tickets: [String]?,
        also: [ColumnValue] = []
    ) {
        self.key = key
        self.path = path
        self.debt = debt
        self.text = text
        self.tickets = nil
        self.also = also
        take(tickets)
    }

    /// Takes what the tickets column holds.
    public mutating func take(_ listing: [String]?) {
        tickets = listing?.ticketKeys
        self.listing = tickets == listing ? nil : listing
    }

    /// Whether the row says that there is debt.
    public var hasDebt: Bool { debt == true }
}

extension Row {
    /// Returns the value of a column by its name; nil when the schema has no such column.
    public func value(of column: String, in schema: RowSchema) -> ColumnValue? {
        switch column {
        case schema.key: .text(key.text)
        case schema.path: .text(path)
        case schema.debt: debt.map(ColumnValue.bool) ?? .null
        case schema.text: text.map(ColumnValue.text) ?? .null
        case schema.tickets: tickets.map(ColumnValue.list) ?? .null
        default: schema.also.firstIndex(of: column).flatMap { $0 < also.count ? also[$0] : nil }
        }
    }

    /// Sets the value of a column by its name; a column that the schema does not have is ignored.
    public mutating func set(_ column: String, to value: ColumnValue, in schema: RowSchema) {
        switch (column, value) {
        case (schema.debt, .bool(let flag)): debt = flag
        case (schema.debt, _): debt = nil
        case (schema.text, .text(let markdown)): text = markdown
        case (schema.text, _): text = nil
        case (schema.tickets, .list(let keys)): tickets = keys
        case (schema.tickets, _): tickets = nil
        case (schema.path, .text(let new)): path = new
        default:
            if let index = schema.also.firstIndex(of: column), index < also.count { also[index] = value }
        }
    }
}
