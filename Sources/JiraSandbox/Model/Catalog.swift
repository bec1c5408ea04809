/// The category of a status: the only thing about a status that means the same on every site.
enum StoredStatusCategory: String, Sendable, CaseIterable {
    case undefined
    case new
    case indeterminate
    case done

    var id: Int {
        switch self {
        case .undefined: 1
        case .new: 2
        case .done: 3
        case .indeterminate: 4
        }
    }

    var name: String {
        switch self {
        case .undefined: "No Category"
        case .new: "To Do"
        case .indeterminate: "In Progress"
        case .done: "Done"
        }
    }

    var color: String {
        switch self {
        case .undefined: "medium-gray"
        case .new: "blue-gray"
        case .indeterminate: "yellow"
        case .done: "green"
        }
    }

    /// Guesses the category from a status's name, for seeds that give none.
    init(guessedFrom name: String) {
        switch name.lowercased() {
        case "done", "closed", "resolved", "complete", "completed", "cancelled": self = .done
        case "to do", "open", "backlog", "new", "reopened", "selected for development": self = .new
        default: self = .indeterminate
        }
    }
}

/// A status of the site; workflows share them by name.
struct StoredStatus: Sendable, Equatable {
    let id: String
    let name: String
    let category: StoredStatusCategory
}

/// Something with an id and a name: a resolution, a priority.
struct NamedValue: Sendable, Equatable {
    let id: String
    let name: String
    var description = ""
}

/// A type of issues.
struct IssueType: Sendable, Equatable {
    let id: String
    let name: String
    let isSubtask: Bool
    /// The id of the team-managed project that alone has it; nil for a type of the site.
    var project: Int?
}

/// A type of links between issues.
struct StoredLinkType: Sendable, Equatable {
    let id: String
    let name: String
    let inward: String
    let outward: String
}

/// The things that the whole site shares.
struct Catalog: Sendable {
    var statuses: [StoredStatus] = []
    /// The caller's personal access tokens, as Data Center tells of them.
    var tokens: [JSONValue] = []
    var issueTypes = [
        IssueType(id: "10001", name: "Task", isSubtask: false),
        IssueType(id: "10002", name: "Bug", isSubtask: false),
        IssueType(id: "10003", name: "Story", isSubtask: false),
        IssueType(id: "10000", name: "Epic", isSubtask: false),
        IssueType(id: "10004", name: "Sub-task", isSubtask: true),
    ]
    var priorities = [
        NamedValue(id: "1", name: "Highest", description: "This problem will block progress."),
        NamedValue(id: "2", name: "High", description: "Serious problem that could block progress."),
        NamedValue(id: "3", name: "Medium", description: "Has the potential to affect progress."),
        NamedValue(id: "4", name: "Low", description: "Minor problem or easily worked around."),
        NamedValue(id: "5", name: "Lowest", description: "Trivial problem with little or no impact."),
    ]
    var resolutions = [
        NamedValue(id: "10000", name: "Done", description: "Work has been completed on this issue."),
        NamedValue(id: "10001", name: "Won't Do", description: "This issue won't be actioned."),
        NamedValue(
            id: "10002",
            name: "Duplicate",
            description: "The problem is a duplicate of an existing issue."
        ),
        NamedValue(
            id: "10003",
            name: "Cannot Reproduce",
            description: "All attempts at reproducing this issue failed."
        ),
    ]
    var linkTypes = [
        StoredLinkType(id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks"),
        StoredLinkType(id: "10001", name: "Cloners", inward: "is cloned by", outward: "clones"),
        StoredLinkType(id: "10002", name: "Duplicate", inward: "is duplicated by", outward: "duplicates"),
        StoredLinkType(id: "10003", name: "Relates", inward: "relates to", outward: "relates to"),
    ]
    /// Whether issues can be linked at all: a switch of the site's.
    var hasLinks = true
    var customFields: [CustomField] = []
    /// The people of the site; the first is the caller.
    var people: [Person] = []
    /// The names of the site's groups.
    var groups = ["jira-administrators", "jira-software-users"]

    /// The status of that name, made when it is new.
    mutating func status(named name: String, category: StoredStatusCategory?) -> StoredStatus {
        if let known = statuses.first(where: { $0.name == name }) { return known }
        let status = StoredStatus(
            id: String(10_000 + statuses.count),
            name: name,
            category: category ?? StoredStatusCategory(guessedFrom: name)
        )
        statuses.append(status)
        return status
    }

    func status(_ id: String) -> StoredStatus? { statuses.first { $0.id == id } }

    func status(named name: String) -> StoredStatus? {
        statuses.first { $0.name.lowercased() == name.lowercased() }
    }

    func issueType(named name: String) -> IssueType? {
        issueTypes.first { $0.name.lowercased() == name.lowercased() }
    }

    func resolution(named name: String) -> NamedValue? {
        resolutions.first { $0.name.lowercased() == name.lowercased() }
    }
}
