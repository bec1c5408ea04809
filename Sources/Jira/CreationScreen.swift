internal import JSON
internal import Reconciliation
internal import Workflow

/// What the fields of a project's issues take, and which of them a new issue has to have.
struct CreationScreen: Sendable {
    /// The fields by id.
    let fields: [FieldName: JiraField]
    /// What the run itself writes fields with: what it refuses is told before.
    let writer: FieldWriter
    let issueType: String

    /// Whether a field can be edited without asking what it takes.
    static func takesAnything(_ name: FieldName) -> Bool {
        ["summary", "description", "labels"].contains(name)
    }

    /// What is in the way of a new issue; nil for nothing.
    func obstacle(to draft: IssueDraft) -> Obstacle? {
        let given = Set(draft.fields.filter { $0.value != .none }.map { writer.ids[$0.key] ?? $0.key })
        let missing = fields.values.filter { field in
            field.isRequired && !given.contains(field.id) && !["project", "issuetype"].contains(field.id)
        }
        guard missing.isEmpty else { return needed(missing.sorted { $0.name < $1.name }) }
        var draft = draft
        draft.fields["description"] = nil
        return obstacle { _ = try writer.body(draft, project: "", type: .null) }
    }

    /// What is in the way of an edit; nil for nothing.
    func obstacle(to change: IssueChange) -> Obstacle? {
        let emptied = change.fields.filter { $0.value == .none }.compactMap { name, _ in
            fields[writer.ids[name] ?? name]
        }
        if let field = emptied.filter(\.isRequired).min(by: { $0.name < $1.name }) {
            return Obstacle(
                "\(change.key): the field \"\(field.name)\" cannot be emptied, since the project's issues have to have it.",
                hint: "Give it a value in the row or in the mapping."
            )
        }
        var change = change
        change.fields["description"] = nil
        return obstacle { _ = try writer.body(change, description: nil) }
    }

    private func obstacle(_ write: () throws -> Void) -> Obstacle? {
        do {
            try write()
            return nil
        } catch let problem as Problem {
            return Obstacle(problem.summary, hint: problem.hint ?? "Check `mapping` and the row.")
        } catch {
            return nil
        }
    }

    private func needed(_ missing: [JiraField]) -> Obstacle {
        let names = missing.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let plural = missing.count > 1
        let ways = missing.map { field in
            let values = field.allowedValues.prefix(10).joined(separator: ", ")
            let more = field.allowedValues.count > 10 ? ", …" : ""
            return values.isEmpty
                ? "\(field.name) (\(field.id))" : "\(field.name) (\(field.id)) takes \(values)\(more)"
        }
        let section =
            missing.allSatisfy { ["summary", "description", "labels", "priority"].contains($0.id) }
            ? "mapping" : "mapping.fields"
        return Obstacle(
            "A new issue of type \"\(issueType)\" has to have the field\(plural ? "s" : "") \(names), which nothing gives a value.",
            hint: "Map \(plural ? "them" : "it") in `\(section)`: \(ways.joined(separator: "; "))."
        )
    }
}
