import Reconciliation
import Yams

extension MappingSettings {
    /// Reads the section `mapping`.
    init(_ root: inout Section, _ schema: RowSchema) {
        var section = root.section("mapping")
        let compiler = TemplateCompiler(schema, complaints: section.complaints)
        let summary = section.template("summary") ?? ("Technical debt in {{\(schema.path)}}", nil)
        let description = section.template("description") ?? ("{{\(schema.text)}}", nil)
        let layer = schema.columns.contains("layer_number") ? ["layer-{{layer_number}}"] : []
        let labels = section.templates("labels") ?? (["technical-debt"] + layer).map { ($0, nil) }
        self.summary = compiler.template(summary)
        self.description = description.source.isEmpty ? nil : compiler.template(description)
        self.labels = labels.map(compiler.template)
        priority = Self.priority(&section, compiler)
        fields = Self.fields(&section, compiler)
        owners = [:]
        owners = Self.owners(&section, of: mapped.map(\.name))
        section.finish()
    }

    private static func priority(_ section: inout Section, _ compiler: TemplateCompiler) -> Priority? {
        guard let node = section.node("priority") else { return nil }
        var priority = section.section("priority")
        guard case .mapping = node else { return nil }
        var values: [String: String] = [:]
        var names = priority.section("values")
        for word in names.all().map(\.key) { values[word] = names.text(word) }
        guard let from = priority.template("from") else {
            priority.complaints.add(
                priority.line,
                "mapping.priority.from is missing; name the column it comes from"
            )
            return nil
        }
        if values.isEmpty {
            priority.complaints.add(
                priority.line,
                "mapping.priority.values is missing; write what the column says and the priority's name"
            )
        }
        priority.finish()
        // A bare word names a column.
        let source = from.source.contains("{{") ? from.source : "{{\(from.source)}}"
        return Priority(from: compiler.template((source, from.node)), values: values)
    }

    private static func fields(_ section: inout Section, _ compiler: TemplateCompiler) -> [Field] {
        var fields = section.section("fields")
        let own = ["summary", "description", "labels", "priority"]
        var seen: [String: String] = [:]
        return fields.all().compactMap { key, line, _ in
            guard let value = Self.value(key, in: &fields, compiler) else { return nil }
            let name = key.trimmingSpaces
            if own.contains(name.lowercased()) {
                let message = "mapping.fields must not name '\(key)'; write mapping.\(name.lowercased())"
                fields.complaints.add(line, message)
            } else if name.isEmpty {
                fields.complaints.add(line, "a name in mapping.fields is empty")
            } else if let other = seen.updateValue(key, forKey: name.lowercased()) {
                fields.complaints.add(line, "mapping.fields names '\(other)' twice")
            } else {
                return Field(name: name, value: value)
            }
            return nil
        }
    }

    private static func owners(_ section: inout Section, of mapped: [FieldName]) -> [FieldName: Owner] {
        var owners = section.section("owners")
        var result: [FieldName: Owner] = [:]
        for (key, line, _) in owners.all() {
            let owner = owners.choice(key, of: Owner.self)
            let wanted = key.trimmingSpaces
            let name =
                mapped.first { $0 == wanted } ?? mapped.first { $0.lowercased() == wanted.lowercased() }
            // The sample names an owner for the priority, mapped or not.
            if name == nil, wanted != "priority", wanted != "description" {
                let suggestion = Suggestion.phrase(for: wanted, in: mapped + ["priority"])
                owners.complaints.add(
                    line,
                    "mapping.owners names '\(key)', which is no mapped field\(suggestion)"
                )
            }
            result[name ?? wanted] = owner
        }
        return result
    }

    /// Returns what a field is set to: a text, or as many values as a list has templates.
    private static func value(
        _ key: String,
        in fields: inout Section,
        _ compiler: TemplateCompiler
    ) -> Field.Value? {
        guard case .sequence? = fields.node(key) else {
            return fields.template(key).map { .text(compiler.template($0)) }
        }
        return fields.templates(key).map { .list($0.map(compiler.template)) }
    }
}
