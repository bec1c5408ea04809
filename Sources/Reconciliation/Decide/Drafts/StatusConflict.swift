extension Conflict {
    /// The field of a conflict over what a row and its issues stand at.
    static let status: FieldName = "status"

    /// A conflict over what a row and its issues stand at, or over a field, that people settle.
    ///
    /// - Parameters:
    ///   - field: The field; nil for the status.
    ///   - row: The row's key.
    ///   - path: Its path.
    ///   - issue: The issue's key.
    ///   - base: What both sides were when they last agreed; nil when they never did.
    ///   - values: What the row says, and what the issue says.
    ///   - reason: Why it is a conflict.
    /// - Returns: The conflict.
    static func settleable(
        over field: FieldName = Conflict.status,
        row: RowKey,
        path: String,
        issue: String,
        base: String?,
        values: (row: String, issue: String),
        reason: String
    ) -> Conflict {
        Conflict(
            row: row,
            path: path,
            issue: issue,
            field: field,
            base: base,
            rowValue: values.row,
            issueValue: values.issue,
            reason: reason,
            hint:
                "audit-jira resolve \(row.text.shellQuoted) --field \(field.shellQuoted) --take audit (or jira)"
        )
    }
}
