internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The writer of fields into requests.
struct FieldWriter: Sendable {
    let format: RichTextFormat
    /// The fields that the project's issues can be given, by id; empty when only those that every Jira has are written.
    let known: [FieldName: JiraField]
    /// The ids of fields, by the names that the configuration gives them; a name that is missing is an id.
    var ids: [FieldName: FieldName]
    /// The names of people, with the accounts behind the addresses that are to be written.
    var people: People

    init(format: RichTextFormat, known: [FieldName: JiraField], ids: [FieldName: FieldName] = [:]) {
        self.format = format
        self.known = known
        self.ids = ids
        people = People(key: format.userKey)
    }

    /// The fields that every Jira has, and whose form needs no asking.
    static let common: [FieldName: JiraField.Kind] = [
        "summary": .text, "description": .richText, "labels": .list(.text), "priority": .named,
        "duedate": .date, "parent": .issue,
    ]

    /// Whether a value can be written without asking what the project's fields are: priorities go by their ids, and are
    /// held against those that there are.
    static func isCommon(_ name: FieldName, _ value: FieldValue) -> Bool {
        common[name] != nil && (name != "priority" || value == .none)
    }

    /// The sort of value that a field takes; nil for one that cannot be set.
    func kind(of name: FieldName) -> JiraField.Kind? {
        let id = ids[name] ?? name
        return Self.common[id] ?? known[id]?.kind
    }

    /// The body of a creating request.
    func body(_ draft: IssueDraft, project: String, type: JSON) throws -> JSON {
        var fields: JSONObject = ["project": ["id": .string(project)], "issuetype": type]
        try checkRequired(draft)
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
        var (fields, update): (JSONObject, JSONObject) = ([:], [:])
        for (name, value) in change.fields.inOrder {
            if ids[name] ?? name == "parent", value == .none {
                update["parent"] = [["set": ["none": true]]]
                continue
            }
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
        if !labels.isEmpty { update["labels"] = .array(labels) }
        if !update.isEmpty { body["update"] = .object(update) }
        if let marker = change.marker {
            body["properties"] = [change.isReleased ? marker.releasedProperty : marker.property]
        }
        return .object(body)
    }

    private func json(_ value: FieldValue, of name: FieldName, about subject: String) throws -> JSON {
        let id = ids[name] ?? name
        guard let kind = kind(of: name) else {
            throw Problem.noSuchField(name, about: subject)
        }
        do throws(FieldFault) {
            return try kind.json(value, format, values: known[id]?.values, people: people)
        } catch {
            throw error.problem(with: known[id]?.name ?? name, about: subject)
        }
    }

    /// Makes sure that nothing is left out that a new issue must have.
    private func checkRequired(_ draft: IssueDraft) throws(Problem) {
        let missing = missing(in: draft)
        guard !missing.isEmpty else { return }
        throw .needs(missing, about: "row \(draft.marker.row)")
    }

    /// Returns the fields that a new issue must have and a draft does not give, by name.
    func missing(in draft: IssueDraft) -> [JiraField] {
        let given = Set(draft.fields.filter { $0.value != .none }.map { ids[$0.key] ?? $0.key })
        return known.values.filter {
            $0.isRequired && !given.contains($0.id) && !Self.givenAnyway.contains($0.id)
        }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// Fields that are in every request, or that Jira itself fills in.
    private static let givenAnyway: Set<FieldName> = ["project", "issuetype", "summary", "reporter"]
}

extension FieldWriter {
    /// Makes a writer that knows all the fields that are to be written, and the people that they name; asks Jira only for
    /// uncommon ones, and once a run.
    init(for fields: [[FieldName: FieldValue]], in session: JiraSession) async throws {
        let isCommon = fields.allSatisfy { $0.allSatisfy { FieldWriter.isCommon($0.key, $0.value) } }
        let known = isCommon ? [:] : try await Self.form(for: fields, in: session)
        try await self.init(known: known, naming: fields, in: session)
    }

    /// Makes a writer for a form that is known, with the people that fields name.
    init(
        known: [FieldName: JiraField],
        naming fields: [[FieldName: FieldValue]],
        in session: JiraSession
    ) async throws {
        let proof = try await session.proved()
        let format = proof.site.deployment.format(table: session.configuration.table)
        self.init(format: format, known: known, ids: proof.fieldIDs)
        people = try await PeopleLookup(session: session).people(in: fields, self)
    }

    /// Asks what the fields take; where Jira does not tell, those that every Jira has are written all the same.
    private static func form(
        for fields: [[FieldName: FieldValue]],
        in session: JiraSession
    ) async throws -> [FieldName: JiraField] {
        do {
            return try await session.creationFields()
        } catch let failure as JiraFailure {
            let isKept = [.notFound, .forbidden, .rejected].contains(failure.kind)
            guard isKept, fields.allSatisfy({ $0.keys.allSatisfy { FieldWriter.common[$0] != nil } }) else {
                throw failure.problem
            }
            return [:]
        }
    }
}

extension [FieldName: FieldValue] {
    /// The fields by the UTF-8 of their names, so that the same fields give the same request.
    fileprivate var inOrder: [(key: FieldName, value: FieldValue)] {
        sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}
