import Postgres
import Reconciliation
import Workflow

/// The shape of updates that one statement can carry out: the columns that they set and compare.
struct UpdateShape: Hashable {
    let values: [String]
    let expected: [String]

    init(_ update: RowUpdate) {
        values = update.values.map(\.column)
        expected = update.expected.map(\.column)
    }

    /// Returns the statement that carries out a batch, and returns the places of those that it carried out.
    ///
    /// Its parameters are arrays of texts: places, keys, new values, expected values. A value is cast to the column's
    /// type without its length, so that a text that is too long is refused and not cut. Expected values are compared
    /// as texts, after a round through the type: `json` has no equality, and `character` pads.
    func statement(
        _ table: QualifiedName,
        key: TableDescription.Column,
        columns: [TableDescription.Column]
    ) -> String {
        let types = Dictionary(columns.map { ($0.name, $0) }) { first, _ in first }
        let assignments = values.enumerated().map { index, name in
            "\(Identifier(name).quoted) = u.v\(index)::\(types[name]?.type ?? "text")"
        }
        var conditions = [
            "t.\(Identifier(key.name).quoted) = u.k::\(key.type)",
            Self.same("t.\(Identifier(key.name).quoted)", "u.k", as: key),
        ]
        for (index, name) in expected.enumerated() {
            guard let column = types[name] else { continue }
            conditions.append(Self.same("t.\(Identifier(name).quoted)", "u.e\(index)", as: column))
        }
        let names = ["n", "k"] + values.indices.map { "v\($0)" } + expected.indices.map { "e\($0)" }
        let arrays = names.indices.map { $0 == 0 ? "$1::int[]" : "$\($0 + 1)::text[]" }
        return """
            UPDATE \(table.quoted) AS t SET \(assignments.joined(separator: ", "))
            FROM unnest(\(arrays.joined(separator: ", "))) AS u(\(names.joined(separator: ", ")))
            WHERE \(conditions.joined(separator: " AND ")) RETURNING u.n
            """
    }

    private static func same(_ column: String, _ text: String, as type: TableDescription.Column) -> String {
        switch type.kind {
        case .list:
            "\(elements(column)) IS NOT DISTINCT FROM \(elements("\(text)::\(type.type)"))"
        case .bool, .text:
            "\(column)::text IS NOT DISTINCT FROM \(text)::\(type.type)::text"
        }
    }

    /// An array's text as a row is read: without NULL elements and without bounds before the brace.
    private static func elements(_ array: String) -> String {
        let text = "array_remove(\(array), NULL)::text"
        return "substr(\(text), strpos(\(text), '{'))"
    }

    /// Returns the parameters of the statement for a batch of updates of this shape.
    func parameters(_ batch: [RowUpdate]) -> [String?] {
        var parameters: [String?] = [
            "{" + batch.indices.map(String.init).joined(separator: ",") + "}",
            TextArray.literal(batch.map(\.key.text)),
        ]
        for index in values.indices {
            parameters.append(TextArray.literal(batch.map { Self.text($0.values[index].value) }))
        }
        for index in expected.indices {
            parameters.append(TextArray.literal(batch.map { Self.text($0.expected[index].value) }))
        }
        return parameters
    }

    private static func text(_ value: ColumnValue) -> String? {
        switch value {
        case .null: nil
        case .bool(let flag): flag ? "true" : "false"
        case .text(let text): text
        case .list(let list): TextArray.literal(list)
        }
    }
}
