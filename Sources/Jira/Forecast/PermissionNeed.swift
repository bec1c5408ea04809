internal import Reconciliation
internal import Workflow

/// A permission that an action needs, by Jira's name for it.
enum PermissionNeed: String, Hashable, Sendable, CaseIterable {
    case create = "CREATE_ISSUES"
    case edit = "EDIT_ISSUES"
    case comment = "ADD_COMMENTS"
    case transition = "TRANSITION_ISSUES"

    /// The needs of an intent in a project; none for an issue that stands in another one, whose permissions are its own.
    static func needs(of intent: IssueIntent, project: String) -> Set<PermissionNeed> {
        switch intent {
        case .create: return [.create]
        case .change(let change):
            guard change.key.hasPrefix(project + "-") else { return [] }
            var needs: Set<PermissionNeed> = []
            if change.isEdit { needs.insert(.edit) }
            if change.comment != nil { needs.insert(.comment) }
            if change.transition != nil { needs.insert(.transition) }
            return needs
        case .nothing: return []
        }
    }

    static func all(of intents: [IssueIntent], project: String) -> Set<PermissionNeed> {
        intents.reduce(into: []) { $0.formUnion(needs(of: $1, project: project)) }
    }

    /// The obstacle to an intent when an account lacks permissions; nil for none.
    static func obstacle(
        to intent: IssueIntent,
        lacking: Set<PermissionNeed>,
        in project: String
    ) -> Obstacle? {
        let missing = needs(of: intent, project: project).intersection(lacking)
        guard let first = allCases.first(where: missing.contains) else { return nil }
        return Obstacle(
            "The account may not \(first.deed) in the project \(project).",
            hint: "Give it the permission \(first.title), or use another account."
        )
    }

    private var deed: String {
        switch self {
        case .create: "create issues"
        case .edit: "edit issues"
        case .comment: "comment on issues"
        case .transition: "move issues"
        }
    }

    private var title: String {
        switch self {
        case .create: "Create issues"
        case .edit: "Edit issues"
        case .comment: "Add comments"
        case .transition: "Transition issues"
        }
    }
}
