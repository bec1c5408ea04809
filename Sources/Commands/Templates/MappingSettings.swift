import Jira
import Reconciliation
import RichText

/// The rules by which a row becomes an issue's fields: the section `mapping`.
struct MappingSettings: Sendable {
    /// The rule for a priority.
    struct Priority: Sendable {
        /// The word that is looked up.
        var from: Template
        /// The priorities' names, by what the row says.
        var values: [String: String]
    }

    /// One more field.
    struct Field: Sendable {
        /// Its id, or its name as people see it.
        var name: FieldName
        /// The value of the field.
        var value: Value

        /// The value of a field.
        enum Value: Sendable {
            /// A text.
            case text(Template)
            /// As many values as the templates give.
            case list([Template])

            /// The templates.
            var templates: [Template] {
                switch self {
                case .text(let template): [template]
                case .list(let templates): templates
                }
            }
        }
    }

    /// The summary.
    var summary: Template
    /// The description, in Markdown; nil for a project whose issues get none.
    var description: Template?
    /// The labels, beside the marker's.
    var labels: [Template]
    /// The priority; nil to leave it to Jira.
    var priority: Priority?
    /// More fields, in the order in which they stand.
    var fields: [Field]
    /// The owners of the fields, where they are not the defaults.
    var owners: [FieldName: Owner]

    /// The mapped fields with their owners, in the order in which plans show them.
    var mapped: [MappedField] {
        var names = ["summary"]
        if description != nil { names.append("description") }
        names.append("labels")
        if priority != nil { names.append("priority") }
        names += fields.map(\.name)
        return names.map { MappedField($0, owners[$0] ?? ($0 == "priority" ? .once : .merge)) }
    }

    /// All templates.
    private var templates: [Template] {
        [summary] + [description, priority?.from].compactMap { $0 } + labels
            + fields.flatMap(\.value.templates)
    }
}

extension MappingSettings {
    /// Returns the mapping over a schema.
    func mapping(_ schema: RowSchema, _ digester: Digester) -> Mapping {
        let fixed = [schema.key, schema.path, schema.text]
        let used = Set(templates.flatMap(\.columns))
        var input = DigestInput()
        addSettings(to: &input)
        return Mapping(
            fields: mapped,
            columns: schema.columns.filter { used.contains($0) && !fixed.contains($0) },
            digest: digester.digest(input.bytes),
            render: { row in self.values(RowValues(row, schema), key: row.key) },
            expected: Self.expected
        )
    }

    /// Returns the values that a field may read as after it was sent one: a description as its words, on Data Center with the markup.
    private static func expected(_ name: FieldName, _ sent: FieldValue) -> [FieldValue] {
        guard name != "summary", name != "labels" else { return [sent] }
        guard name == "description" else { return JiraField.readings(of: sent) }
        guard case .text(let markdown) = sent else { return [sent] }
        let description = DescriptionBlock.embed(markdown: markdown, row: "", into: nil)
        let text = DescriptionBlock.embed(markdown: markdown, row: "", intoText: nil)
        return [DescriptionBlock.extract(from: description), DescriptionBlock.extract(fromText: text)].map {
            $0.map(FieldValue.text) ?? .none
        }
    }

    private func values(_ row: RowValues, key: RowKey) -> [FieldName: FieldValue] {
        var values: [FieldName: FieldValue] = [
            "summary": .text(
                FieldText.summary(summary.render(row), fallback: "Technical debt in row \(key)")
            ),
            "labels": .list(
                FieldText.labels(labels.lazy.filter { !$0.hasNothing(row) }.flatMap { $0.elements(row) })
            ),
        ]
        if let description { values["description"] = FieldText.value(description.render(row)) }
        if let priority {
            let word = FieldText.oneLine(priority.from.render(row))
            values["priority"] = priority.values[word].map(FieldValue.text) ?? FieldValue.none
        }
        for field in fields { values[field.name] = field.value.value(row) }
        return values
    }

    /// Adds everything that decides what an issue is sent, so that two digests are equal only for equal settings.
    func addSettings(to input: inout DigestInput) {
        input.add(summary.source)
        input.add(description?.source)
        input.add(labels.map(\.source))
        input.add(priority?.from.source)
        for (word, name) in (priority?.values ?? [:]).sorted(by: { $0.key < $1.key }) {
            input.add([word, name])
        }
        for field in fields {
            switch field.value {
            case .text(let template): input.add([field.name, template.source])
            case .list(let templates): input.add([field.name, "list", "of"] + templates.map(\.source))
            }
        }
        for field in mapped { input.add([field.name, field.owner.rawValue]) }
    }
}

extension MappingSettings.Field.Value {
    /// Returns the value for a row.
    fileprivate func value(_ row: RowValues) -> FieldValue {
        switch self {
        case .text(let template): FieldText.value(template.render(row))
        case .list(let templates):
            FieldText.value(of: templates.lazy.filter { !$0.hasNothing(row) }.flatMap { $0.elements(row) })
        }
    }
}
