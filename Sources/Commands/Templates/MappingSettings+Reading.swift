import Reconciliation
import Yams

extension MappingSettings {
    /// Reads the section `mapping`.
    init(_ root: inout Section, _ schema: RowSchema) {
        var section = root.section("mapping")
        let complaints = section.complaints
        let compile = { (source: String, node: Node?) in
            Self.template(source, node, schema, complaints)
        }
        let summary = section.template("summary") ?? ("Technical debt in {{\(schema.path)}}", nil)
        let description = section.template("description") ?? ("{{\(schema.text)}}", nil)
        let layer = schema.columns.contains("layer_number") ? ["layer-{{layer_number}}"] : []
        let labels = section.templates("labels") ?? (["technical-debt"] + layer).map { ($0, nil) }
        self.summary = compile(summary.source, summary.node)
        self.description = description.source.isEmpty ? nil : compile(description.source, description.node)
        self.labels = labels.map { compile($0.source, $0.node) }
        priority = Self.priority(&section, schema, compile)
        fields = Self.fields(&section, compile)
        owners = [:]
        owners = Self.owners(&section, of: mapped.map(\.name))
        section.finish()
    }

    fileprivate typealias Compile = (String, Node?) -> Template

    private static func priority(
        _ section: inout Section,
        _ schema: RowSchema,
        _ compile: Compile
    ) -> Priority? {
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
        return Priority(from: compile(source, from.node), values: values)
    }

    private static func fields(_ section: inout Section, _ compile: Compile) -> [Field] {
        var fields = section.section("fields")
        let own = ["summary", "description", "labels", "priority"]
        var seen: [String: String] = [:]
        return fields.all().compactMap { key, line, _ in
            guard let value = fields.value(key, compile) else { return nil }
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

    /// Compiles a template; one that cannot be is a complaint, and an empty one stands in for it.
    private static func template(
        _ source: String,
        _ node: Node?,
        _ schema: RowSchema,
        _ complaints: Complaints
    ) -> Template {
        do throws(Template.Faults) {
            return try Template(source, schema)
        } catch {
            for fault in error.all {
                let place = node?.scalar.flatMap { complaints.place(ofTag: fault.tag, fault.word, in: $0) }
                complaints.add(place?.line ?? node?.mark?.line, column: place?.column, fault.message)
            }
            return Template.empty
        }
    }
}

extension Section {
    fileprivate typealias Source = (source: String, node: Node?)

    /// Returns the template at a key with its place; an empty text is one.
    fileprivate mutating func template(_ key: String) -> Source? {
        guard let node = node(key) else { return nil }
        return text(key).map { ($0, node) }
    }

    /// Returns what a field is set to: a text, or as many values as a list has templates.
    fileprivate mutating func value(
        _ key: String,
        _ compile: MappingSettings.Compile
    ) -> MappingSettings.Field.Value? {
        guard case .sequence? = node(key) else {
            return template(key).map { .text(compile($0.source, $0.node)) }
        }
        return templates(key).map { .list($0.map { compile($0.source, $0.node) }) }
    }

    /// Returns the templates at a key with their places.
    fileprivate mutating func templates(_ key: String) -> [Source]? {
        guard let node = node(key), let texts = texts(key) else { return nil }
        guard case .sequence(let sequence) = node, sequence.count == texts.count else {
            return texts.map { ($0.text, node) }
        }
        return zip(texts, sequence).map { ($0.text, $1) }
    }
}
