internal import JSON
internal import Reconciliation
internal import Workflow

/// How fields are written into requests.
struct FieldWriter: Sendable {
    let format: RichTextFormat
    /// The fields that the project's issues can be given, by id; empty when only those that every Jira has are written.
    let known: [FieldName: JiraField]
    /// The ids of fields, by the names that the configuration gives them; a name that is missing is an id.
    var ids: [FieldName: FieldName] = [:]

    /// The fields that every Jira has, and whose form needs no asking.
    static let common: [FieldName: JiraField.Kind] = [
        "summary": .text, "description": .richText, "labels": .list(.text), "priority": .named,
        "duedate": .text,
    ]

    /// Whether a value can be written without asking what the project's fields are: of a priority that is a number nobody
    /// knows whether it is a name or an id.
    static func isCommon(_ name: FieldName, _ value: FieldValue) -> Bool {
        guard common[name] != nil else { return false }
        if name == "priority", case .text(let text) = value { return !text.isNumeric }
        return true
    }

    /// The body of a creating request.
    func body(_ draft: IssueDraft, project: String, type: JSON) throws -> JSON {
        var fields: JSONObject = ["project": ["id": .string(project)], "issuetype": type]
        for (name, value) in draft.fields.inOrder where value != .none {
            fields[ids[name] ?? name] =
                if name == "description", case .text(let markdown) = value {
                    format.embed(markdown, draft.marker.row.text, nil)
                } else {
                    try json(value, of: name, about: "row \(draft.marker.row)")
                }
        }
        return ["fields": .object(fields), "properties": [draft.marker.property]]
    }

    /// The body of an editing request; the tool's block goes into the description as it stands.
    func body(_ change: IssueChange, description: JSON?) throws -> JSON {
        var fields: JSONObject = [:]
        for (name, value) in change.fields.inOrder {
            guard name == "description" else {
                fields[ids[name] ?? name] = try json(value, of: name, about: change.key)
                continue
            }
            // Without a text the block is emptied: the field itself is not, since people's words may stand in it.
            let markdown = if case .text(let text) = value { text } else { "" }
            fields[name] = format.embed(
                markdown,
                change.row.text,
                description
            )
        }
        var body: JSONObject = [:]
        if !fields.isEmpty { body["fields"] = .object(fields) }
        let labels =
            change.addedLabels.map { JSON.object(["add": .string($0)]) }
            + change.removedLabels.map { JSON.object(["remove": .string($0)]) }
        if !labels.isEmpty { body["update"] = ["labels": .array(labels)] }
        if let marker = change.marker {
            body["properties"] = [change.isReleased ? marker.releasedProperty : marker.property]
        }
        return .object(body)
    }

    private func json(_ value: FieldValue, of name: FieldName, about subject: String) throws -> JSON {
        let id = ids[name] ?? name
        guard let kind = Self.common[id] ?? known[id]?.kind else {
            throw Problem(
                .usage,
                "\(subject): the project's issues have no field \"\(name)\" that can be set.",
                hint: "Check `mapping.fields`, and the field's screen in Jira."
            )
        }
        guard let json = kind.json(value, format, allowed: known[id]?.allowedValues ?? []) else {
            let title = known[id]?.name ?? name
            throw Problem(
                .failure,
                "\(subject): the value for the field \"\(title)\" is not what such a field takes."
            )
        }
        return json
    }
}

extension JiraTracker {
    /// Returns a writer that knows all the fields that are to be written; asks Jira only for uncommon ones.
    func fieldWriter(for fields: [[FieldName: FieldValue]]) async throws -> FieldWriter {
        let isCommon = fields.allSatisfy { $0.allSatisfy { FieldWriter.isCommon($0.key, $0.value) } }
        let known = isCommon ? [:] : try await creationFields()
        let proof = try await proved()
        let format = proof.site.deployment.format(table: configuration.table)
        return FieldWriter(format: format, known: known, ids: proof.fieldIDs)
    }
}

extension [FieldName: FieldValue] {
    /// The fields by the UTF-8 of their names, so that the same fields give the same request.
    fileprivate var inOrder: [(key: FieldName, value: FieldValue)] {
        sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}
