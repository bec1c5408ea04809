extension Site {
    typealias Match = (StoredIssue) -> Bool

    /// Turns a condition into a test for issues.
    ///
    /// Values that Jira would not know are errors, as there.
    func match(_ condition: Query.Condition) throws(QueryError) -> Match {
        switch condition {
        case .all(let conditions):
            let matches = try self.matches(conditions)
            return { issue in matches.allSatisfy { $0(issue) } }
        case .any(let conditions):
            let matches = try self.matches(conditions)
            return { issue in matches.contains { $0(issue) } }
        case .not(let condition):
            let match = try match(condition)
            return { !match($0) }
        case .clause(let clause): return try match(clause)
        }
    }

    private func matches(_ conditions: [Query.Condition]) throws(QueryError) -> [Match] {
        var matches: [Match] = []
        for condition in conditions { matches.append(try match(condition)) }
        return matches
    }

    private func match(_ clause: Query.Clause) throws(QueryError) -> Match {
        if clause.field.isDate { return try dateMatch(clause) }
        if clause.comparison == .contains || clause.comparison == .lacks || clause.field.isText {
            return try textMatch(clause)
        }
        switch clause.comparison {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return try orderMatch(clause)
        case .isEmpty: return { self.values(of: clause.field, $0).isEmpty }
        case .isNotEmpty: return { !self.values(of: clause.field, $0).isEmpty }
        default: break
        }
        var wanted: Set<String> = []
        var wantsEmpty = false
        for value in clause.values {
            if value == .empty || clause.field == .resolution && value.text.lowercased() == "unresolved" {
                wantsEmpty = true
            } else {
                wanted.insert(try identity(of: value, clause.field))
            }
        }
        // As in Jira, an issue without a value meets neither = nor !=.
        if clause.comparison.isNegative {
            return { issue in
                let values = self.values(of: clause.field, issue)
                return !values.isEmpty && wanted.isDisjoint(with: values)
            }
        }
        return { issue in
            let values = self.values(of: clause.field, issue)
            return values.isEmpty ? wantsEmpty : !wanted.isDisjoint(with: values)
        }
    }

    /// The values of an issue in a field, in the form that `identity(of:_:)` gives.
    private func values(of field: Query.Field, _ issue: StoredIssue) -> [String] {
        switch field {
        case .project: [String(issue.project)]
        case .key, .id: [String(issue.id)]
        case .labels: issue.labels
        case .status: [issue.status]
        case .statusCategory: [status(of: issue).category.rawValue]
        case .resolution: issue.resolution.map { [$0.id] } ?? []
        case .type: [issue.type.id]
        case .priority: issue.priority.map { [$0.id] } ?? []
        case .description: issue.description.map { [$0.plain] } ?? []
        case .summary: [issue.summary]
        case .custom(let id): issue.others[id].map { Self.texts(of: $0) } ?? []
        case .created, .updated, .resolved, .text: []
        }
    }

    private static func texts(of value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let values): values.flatMap { texts(of: $0) }
        case .object(let members):
            members["value"]?.text.map { [$0] } ?? [AtlassianDocument.plainText(of: value)]
        default: [value.serialized]
        }
    }

    /// The id that a value of a query stands for.
    private func identity(of value: Query.Value, _ field: Query.Field) throws(QueryError) -> String {
        let text = value.text
        let found: String?
        switch field {
        case .project:
            found = projects.first { $0.key == text.uppercased() || String($0.id) == text || $0.name == text }
                .map { String($0.id) }
        case .key, .id:
            guard let issue = issue(text) ?? index.issues.values.first(where: { $0.key == text }) else {
                throw QueryError(
                    "An issue with key '\(text)' does not exist for field '\(field == .id ? "id" : "key")'."
                )
            }
            return String(issue.id)
        case .status: found = (catalog.status(named: text) ?? catalog.status(text))?.id
        case .statusCategory:
            found =
                StoredStatusCategory.allCases.first {
                    [$0.name.lowercased(), $0.rawValue, String($0.id)].contains(text.lowercased())
                }?.rawValue
        case .resolution:
            found = catalog.resolution(named: text)?.id ?? catalog.resolutions.first { $0.id == text }?.id
        case .type: found = (catalog.issueType(named: text) ?? catalog.issueTypes.first { $0.id == text })?.id
        case .priority:
            found =
                catalog.priorities.first { $0.name.lowercased() == text.lowercased() || $0.id == text }?.id
        default: return text
        }
        guard let found else {
            throw QueryError("The value '\(text)' does not exist for the field '\(field)'.")
        }
        return found
    }

    private func textMatch(_ clause: Query.Clause) throws(QueryError) -> Match {
        switch clause.comparison {
        case .isEmpty: return { self.values(of: clause.field, $0).isEmpty }
        case .isNotEmpty: return { !self.values(of: clause.field, $0).isEmpty }
        case .contains, .lacks: break
        default:
            throw QueryError(
                "The operator '\(clause.comparison.rawValue)' is not supported by the '\(clause.field)' field."
            )
        }
        let isCustom = if case .custom = clause.field { true } else { false }
        guard clause.field.isText || isCustom else {
            throw QueryError(
                "The operator '\(clause.comparison.rawValue)' is not supported by the '\(clause.field)' field."
            )
        }
        let words = Self.words(clause.values.first?.text ?? "")
        let isNegative = clause.comparison.isNegative
        return { issue in
            let text: String =
                switch clause.field {
                case .summary: issue.summary
                case .description: issue.description?.plain ?? ""
                case .text:
                    ([issue.summary, issue.description?.plain ?? ""] + issue.comments.map(\.body.plain))
                        .joined(separator: "\n")
                default: self.values(of: clause.field, issue).joined(separator: " ")
                }
            let found = Set(Self.words(text))
            return words.allSatisfy { word in
                word.hasSuffix("*") ? found.contains { $0.hasPrefix(word.dropLast()) } : found.contains(word)
            } != isNegative
        }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "*" && $0 != "_" }.map(String.init)
    }

    /// Keys and ids can be compared with `<` and its like.
    private func orderMatch(_ clause: Query.Clause) throws(QueryError) -> Match {
        guard clause.field == .id || clause.field == .key, let value = clause.values.first,
            let bound = Int(try identity(of: value, clause.field))
        else {
            throw QueryError(
                "The operator '\(clause.comparison.rawValue)' is not supported by the '\(clause.field)' field."
            )
        }
        return { clause.comparison.holds($0.id, bound) }
    }

    private func dateMatch(_ clause: Query.Clause) throws(QueryError) -> Match {
        func moment(_ issue: StoredIssue) -> SiteTime? {
            switch clause.field {
            case .created: issue.created
            case .updated: issue.updated
            default: issue.resolved
            }
        }
        switch clause.comparison {
        case .isEmpty: return { moment($0) == nil }
        case .isNotEmpty: return { moment($0) != nil }
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equals, .differs: break
        default:
            throw QueryError(
                "The operator '\(clause.comparison.rawValue)' is not supported by the '\(clause.field)' field."
            )
        }
        guard let value = clause.values.first, let bound = QueryDate.moment(value, now: now) else {
            throw QueryError(
                "Date value '\(clause.values.first?.text ?? "")' for field '\(clause.field)' is invalid. Valid formats "
                    + "include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format "
                    + "e.g. '-5d', '4w 2d'."
            )
        }
        return { issue in
            moment(issue).map { clause.comparison.holds($0.milliseconds, bound.milliseconds) } ?? false
        }
    }
}

extension Query.Comparison {
    /// Whether two numbers stand in this relation.
    func holds(_ left: Int, _ right: Int) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .differs: left != right
        default: left == right
        }
    }
}
