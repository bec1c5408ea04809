extension Query {
    /// Takes the ids and keys that are no issue's out of the query, and returns what Jira says of each.
    mutating func removeStrangers(_ isIssue: (String) -> Bool) -> [String] {
        var messages: [String] = []
        condition = condition.map { Self.pruned($0, isIssue, telling: &messages) }
        return messages
    }

    private static func pruned(
        _ condition: Condition,
        _ isIssue: (String) -> Bool,
        telling messages: inout [String]
    ) -> Condition {
        switch condition {
        case .all(let conditions): return .all(conditions.map { pruned($0, isIssue, telling: &messages) })
        case .any(let conditions): return .any(conditions.map { pruned($0, isIssue, telling: &messages) })
        case .not(let condition): return .not(pruned(condition, isIssue, telling: &messages))
        case .clause(let clause):
            guard clause.field == .id || clause.field == .key else { return condition }
            var known: [Value] = []
            for value in clause.values {
                if value == .empty || isIssue(value.text) {
                    known.append(value)
                } else if clause.field == .id, Int(value.text) != nil {
                    messages.append("A value with ID '\(value.text)' does not exist for the field 'id'.")
                } else {
                    messages.append("An issue with key '\(value.text)' does not exist for field 'key'.")
                }
            }
            // What is one of none is nothing.
            let comparison: Comparison = clause.comparison.isNegative ? .isNoneOf : .isOneOf
            let isSame = known.count == clause.values.count
            return isSame
                ? condition : .clause(Clause(field: clause.field, comparison: comparison, values: known))
        }
    }
}
