import Postgres
import Reconciliation

/// How rows are found by their keys: by the column's own type where an index can help.
struct KeyMatch {
    /// The condition, with the keys as the array parameter $1.
    let condition: String
    private let isInteger: Bool

    init(_ columns: RowColumns) {
        let column = Identifier(columns.schema.key).quoted
        switch columns.columns[0].type {
        case "smallint", "integer", "bigint":
            isInteger = true
            condition = "\(column) = ANY ($1::bigint[])"
        case "text", "character varying":
            isInteger = false
            condition = "\(column) = ANY ($1::text[])"
        default:
            isInteger = false
            condition = "\(column)::text = ANY ($1::text[])"
        }
    }

    /// Returns the keys that can be there, a thousand at a time.
    func batches(_ keys: [RowKey]) -> [[String]] {
        let texts = keys.map(\.text).filter { !isInteger || Int64($0) != nil }
        return stride(from: 0, to: texts.count, by: 1000).map { start in
            Array(texts[start..<min(start + 1000, texts.count)])
        }
    }
}
