internal import JSON
internal import Reconciliation
internal import Workflow

/// The fields of a project's issues: the values that they take, and those that a new issue has to have.
struct CreationScreen: Sendable {
    /// The fields by id.
    let fields: [FieldName: JiraField]
    /// The writer of the run itself: what it refuses is told before.
    let writer: FieldWriter

    /// Whether a field can be edited without asking what it takes.
    static func takesAnything(_ name: FieldName) -> Bool {
        ["summary", "description", "labels"].contains(name)
    }

    /// The obstacle to a new issue; nil for none.
    func obstacle(to draft: IssueDraft) -> Obstacle? {
        let missing = writer.missing(in: draft)
        guard missing.isEmpty else {
            return Obstacle(missing.need.withStop.capitalizedFirst, hint: missing.wayOut.withStop)
        }
        var draft = draft
        draft.fields["description"] = nil
        return obstacle("row \(draft.marker.row)") { _ = try writer.body(draft, project: "", type: .null) }
    }

    /// The obstacle to an edit; nil for none.
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
        return obstacle(change.key) { _ = try writer.body(change, description: nil) }
    }

    /// The problem of a write as an obstacle; without the row or issue, which stands beside it in the plan.
    private func obstacle(_ subject: String, _ write: () throws -> Void) -> Obstacle? {
        do {
            try write()
            return nil
        } catch let problem as Problem {
            let name = subject + ": "
            let message =
                problem.summary.hasPrefix(name)
                ? String(problem.summary.dropFirst(name.count)).capitalizedFirst : problem.summary
            let hint = problem.hint ?? "Check `mapping` and the row"
            return Obstacle(message.withStop, hint: hint.withStop)
        } catch {
            return nil
        }
    }
}

extension String {
    /// The text with a capital letter first.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// The sentence as a plan file holds it: with a full stop, where it is no question.
    var withStop: String { hasSuffix("?") ? self : self + "." }
}
