import AuditTable
import Reconciliation

/// The columns of a table that play the parts of `database.columns`, as far as that is certain.
struct ColumnGuess {
    /// A part that a column plays.
    enum Role: String, Hashable, Sendable, CaseIterable {
        case key, path, debt, text, tickets

        /// The kind that its values must have.
        fileprivate var kind: TableDescription.Kind {
            switch self {
            case .debt: .bool
            case .tickets: .list
            case .key, .path, .text: .text
            }
        }

        /// The column's meaning, for people.
        var meaning: String {
            switch self {
            case .key: "what tells the rows apart"
            case .path: "the path of the file"
            case .debt: "whether there is debt, a boolean"
            case .text: "what the debt is"
            case .tickets: "the keys of the tickets, an array of texts"
            }
        }

        /// Other names under which it is known.
        fileprivate var aliases: [String] {
            switch self {
            case .key: ["file_no", "file_key", "row_key", "audit_key"]
            case .path: ["path", "filepath", "file", "source_path"]
            case .debt: ["has_debt", "has_tech_debt", "technical_debt_found", "is_debt"]
            case .text:
                ["tech_debt", "debt", "technical_debt_text", "technical_debt_description", "debt_text"]
            case .tickets: ["tickets", "jira_keys", "jira_issues", "jira_ticket_keys", "issue_keys"]
            }
        }
    }

    private let columns: [TableDescription.Column]

    /// Looks among some columns.
    init(_ columns: [TableDescription.Column]) { self.columns = columns }

    /// Returns the columns that a part could be played by, in the table's order.
    func candidates(for role: Role) -> [String] { columns.filter { $0.kind == role.kind }.map(\.name) }

    /// Returns the column that plays a part: that of the default name, or the only one of a known other name.
    ///
    /// Its type must fit, too; nil when none is certain.
    func column(for role: Role) -> String? {
        let candidates = candidates(for: role)
        let usual = RowSchema()[role]
        if candidates.contains(usual) { return usual }
        let known = candidates.filter { role.aliases.contains($0.lowercased()) }
        return known.count == 1 ? known[0] : nil
    }
}

extension RowSchema {
    /// The column that plays a part.
    subscript(role: ColumnGuess.Role) -> String {
        get {
            switch role {
            case .key: key
            case .path: path
            case .debt: debt
            case .text: text
            case .tickets: tickets
            }
        }
        set {
            switch role {
            case .key: key = newValue
            case .path: path = newValue
            case .debt: debt = newValue
            case .text: text = newValue
            case .tickets: tickets = newValue
            }
        }
    }
}
