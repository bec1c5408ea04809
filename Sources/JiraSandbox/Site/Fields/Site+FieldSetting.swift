extension Site {
    /// Sets a field of an issue that is edited, finding the issue that it may name.
    func set(_ field: String, _ value: JSONValue, on edit: inout FieldEdit) {
        guard isIssueField(field) else { return edit.set(field, value) }
        let name = value.text ?? value["key"]?.text ?? value["id"]?.identifier
        edit.setIssue(field, value, naming: name.flatMap { issue($0) })
    }

    /// Applies what `update` lists for a field.
    func update(_ field: String, _ operations: JSONValue, on edit: inout FieldEdit) {
        guard field == "parent" else { return edit.update(field, operations) }
        for operation in operations.elements ?? [] {
            guard let value = operation["set"] else {
                return edit.refuse(field, "Field '\(field)' does not support operation.")
            }
            set(field, value["none"] == true ? .null : value, on: &edit)
        }
    }

    private func isIssueField(_ field: String) -> Bool {
        field == "parent" || catalog.customFields.contains { $0.id == field && $0.kind == .epic }
    }

    /// Gives a new issue what it has when nobody says otherwise.
    func setStandards(of project: Project, except given: Set<String>, on edit: inout FieldEdit) {
        for field in catalog.customFields where (field.scope ?? project.key) == project.key {
            if let standard = field.standard, !given.contains(field.id) {
                set(field.id, standard, on: &edit)
            }
        }
    }

    /// A field of an issue as reads show it.
    func shown(
        _ field: String,
        kind: CustomField.Kind? = nil,
        of issue: StoredIssue,
        version: APIVersion
    ) -> JSONValue? {
        guard let value = issue.others[field] else { return nil }
        switch (field, kind) {
        case ("parent", _): return self.issue(value.text ?? "").map { render(linked: $0, version) }
        case (_, .epic): return (self.issue(value.text ?? "")?.key).map { .string($0) }
        case ("assignee", _), ("reporter", _), (_, .user): return shown(person: value, version)
        case (_, .users): return .array((value.elements ?? []).map { shown(person: $0, version) })
        default: return value
        }
    }

    private func shown(person value: JSONValue, _ version: APIVersion) -> JSONValue {
        let person = catalog.people.first { $0.id == value["accountId"]?.text }
        return person.map { render(person: $0, version) } ?? value
    }
}
