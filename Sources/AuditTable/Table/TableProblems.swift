import Postgres
import Reconciliation
import Workflow

// The table and its columns are not as the configuration has them.
extension Problem {
    /// A text is no name of a table.
    static func noTableName(_ text: String) -> Problem {
        Problem(
            .usage,
            "\"\(text)\" is no name of a table",
            hint: "Write database.table as table or schema.table; put parts with dots into double quotes"
        )
    }

    /// A database has no such table; `near` are the names that are alike.
    static func noTable(_ table: QualifiedName, in database: String, near: [String]) -> Problem {
        let check = "Check database.table in the configuration"
        return Problem(
            .failure,
            "The database \(database) has no table \(table), or the user may not see it",
            hints: near.isEmpty
                ? ["\(check), and the user's USAGE on the schema"]
                : ["There is \(near.joined(separator: ", "))", check]
        )
    }

    /// A table has no column of a configured name.
    static func noColumn(_ name: String, of table: QualifiedName, among known: [String]) -> Problem {
        let near = SimilarNames.names(to: name, among: known)
        return Problem(
            .failure,
            "The table \(table) has no column \(name)",
            hints: [
                "There is \((near.isEmpty ? known : near).joined(separator: ", "))",
                "Check database.columns in the configuration",
            ]
        )
    }

    /// A table has no column of a name that an update sets or compares.
    static func noColumnToUpdate(_ name: String, of table: QualifiedName) -> Problem {
        Problem(
            .failure,
            "The table \(table) has no column \(name)",
            hint: "Check database.columns and row_updates in the configuration"
        )
    }

    /// The user may not read some columns.
    static func unreadable(_ columns: [String], of table: QualifiedName) -> Problem {
        Problem(
            .credentials,
            "The database's user may not read \(columns.joined(separator: ", ")) of \(table)",
            hint: "GRANT SELECT (\(quoted(columns))) ON \(table.quoted) TO the user"
        )
    }

    /// The user may not change some columns.
    static func unwritable(_ columns: [String], of table: QualifiedName) -> Problem {
        Problem(
            .credentials,
            "The database's user may not change \(columns.joined(separator: ", ")) of \(table)",
            hint: "GRANT UPDATE (\(quoted(columns))) ON \(table.quoted) TO the user"
        )
    }

    /// Some columns cannot be changed by any user.
    static func fixed(_ columns: [String], of table: QualifiedName) -> Problem {
        Problem(
            .failure,
            "Nobody can change \(columns.joined(separator: ", ")) of \(table): it is a view, or computed",
            hint: "Give the view an INSTEAD OF UPDATE trigger, or name its table in database.table"
        )
    }

    private static func quoted(_ columns: [String]) -> String {
        columns.map { Identifier($0).quoted }.joined(separator: ", ")
    }
}

// Columns of a type that does not fit.
extension Problem {
    /// The debt column is no boolean.
    static func debtIsNoBoolean(_ column: TableDescription.Column, of table: QualifiedName) -> Problem {
        Problem(
            .failure,
            "The debt column \(column.name) of \(table) is of type \(column.type), not boolean",
            hint: "Name a boolean column in database.columns.debt, or make a view that has one"
        )
    }

    /// A column of texts is an array.
    static func textIsList(_ column: TableDescription.Column, of table: QualifiedName) -> Problem {
        Problem(
            .failure,
            "The column \(column.name) of \(table) is a list, \(column.type), not a text",
            hint: "Check database.columns in the configuration"
        )
    }

    /// The tickets column is no array.
    static func ticketsAreNoList(_ column: TableDescription.Column, of table: QualifiedName) -> Problem {
        Problem(
            .failure,
            "The tickets column \(column.name) of \(table) is of type \(column.type), not an array of texts",
            hint: "Name a column of type text[] in database.columns.tickets"
        )
    }
}

// Single rows.
extension Problem {
    /// Two rows have one key.
    static func duplicateKey(_ key: String, path: String, in columns: RowColumns) -> Problem {
        Problem(
            .failure,
            "Two rows of \(columns.table) have the key \(key), one of them with the path \(path)",
            hint: "Make \(columns.schema.key) unique, or name another column in database.columns.key"
        )
    }

    /// A row has no key.
    static func noKey(path: String?, in columns: RowColumns) -> Problem {
        let schema = columns.schema
        return Problem(
            .failure,
            "A row of \(columns.table) has no key: \(schema.key) is NULL where \(schema.path) is \(path ?? "NULL")",
            hint: "Give the row a key, or name another column in database.columns.key"
        )
    }

    /// A row has no path.
    static func noPath(key: String, in columns: RowColumns) -> Problem {
        Problem(
            .failure,
            "The row \(key) of \(columns.table) has no path: its \(columns.schema.path) is NULL",
            hint: "Give the row a path, or name another column in database.columns.path"
        )
    }

    /// A column of a row holds an array that cannot be read.
    static func unreadableList(
        _ column: String,
        ofRow key: String,
        in table: QualifiedName,
        _ error: PostgresError
    )
        -> Problem
    {
        Problem(.failure, "The row \(key) of \(table): \(column): \(error.message)")
    }

    /// A row is locked by another session.
    static func rowIsLocked(_ key: RowKey, of table: QualifiedName, _ error: PostgresError) -> Problem {
        Problem(
            .failure,
            "The row \(key) of \(table) was not changed: another session keeps it locked",
            causes: [error.description],
            hint: "Run the command again when that session is done; database.timeout sets how long is waited"
        )
    }

    /// The database refused the change of a row.
    static func rowIsRefused(_ key: RowKey, of table: QualifiedName, _ error: PostgresError) -> Problem {
        Problem(
            .failure,
            "The row \(key) of \(table) was not changed: the database refused it",
            causes: [error.description],
            hint: error.constraint.map {
                "The constraint \($0) of the table forbids it; change the row or the constraint"
            }
        )
    }
}
