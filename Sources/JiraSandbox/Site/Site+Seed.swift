extension Site {
    /// A site as its seed says.
    init(_ configuration: SandboxConfiguration) throws(SandboxError) {
        self.init(empty: configuration)
        _ = Workflow.simplified(in: &catalog)
        let seed = try Self.parsed(configuration.seed)
        if let resolutions = seed["resolutions"]?.texts {
            catalog.resolutions = resolutions.enumerated().map {
                NamedValue(id: String(10_000 + $0), name: $1)
            }
        }
        if let priorities = seed["priorities"]?.texts {
            catalog.priorities = priorities.enumerated().map { NamedValue(id: String($0 + 1), name: $1) }
        }
        if let types = seed["linkTypes"]?.elements {
            catalog.linkTypes = []
            for type in types {
                catalog.linkTypes.append(try Self.linkType(type, place: catalog.linkTypes.count))
            }
        }
        catalog.hasLinks = seed["issueLinking"] != false
        try addPeople(seed)
        for field in seed["customFields"]?.elements ?? [] { try addCustomField(field) }
        var described = seed["projects"]?.elements ?? []
        if let project = seed["project"] { described.insert(project, at: 0) }
        if seed["defaultProject"] != false, !described.contains(where: { $0["key"] == "CCS" }) {
            described.append(["key": "CCS", "name": "Code Change Sandbox"])
        }
        for project in described { try addProject(project) }
        for issue in seed["issues"]?.elements ?? [] { try addIssue(issue) }
        index.settle()
    }

    private static func parsed(_ text: String?) throws(SandboxError) -> JSONValue {
        guard let text else { return [:] }
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw SandboxError("The seed is no JSON: \(error).")
        }
    }

    private mutating func addProject(_ seed: JSONValue) throws(SandboxError) {
        guard let key = seed["key"]?.text else { throw SandboxError("A project of the seed has no key.") }
        for field in seed["customFields"]?.elements ?? [] { try addCustomField(field) }
        let isTeamManaged = seed["teamManaged"] == true
        var types: [IssueType] = []
        for name in seed["issueTypes"]?.texts ?? ["Task", "Bug", "Story", "Epic", "Sub-task"] {
            types.append(isTeamManaged ? ownType(named: name) : issueType(named: name))
        }
        projects.append(
            Project(
                id: 10_000 + projects.count,
                key: key,
                name: seed["name"]?.text ?? key,
                issueTypes: types,
                workflow: try workflow(seed["workflow"]),
                requiredFields: Set(seed["requiredFields"]?.texts ?? []),
                hiddenFields: Set(seed["hiddenFields"]?.texts ?? (isTeamManaged ? ["priority"] : [])),
                isTeamManaged: isTeamManaged,
                components: named(seed["components"]),
                versions: named(seed["versions"])
            )
        )
    }

    /// A type of the next project alone, whatever the site's types are called.
    private mutating func ownType(named name: String) -> IssueType {
        let known = catalog.issueType(named: name)
        let type = IssueType(
            id: String(10_000 + catalog.issueTypes.count),
            name: name,
            isSubtask: known?.isSubtask == true,
            project: 10_000 + projects.count
        )
        catalog.issueTypes.append(type)
        return type
    }

    /// The type of that name, made when it is new.
    private mutating func issueType(named name: String) -> IssueType {
        if let known = catalog.issueType(named: name) { return known }
        let type = IssueType(id: String(10_000 + catalog.issueTypes.count), name: name, isSubtask: false)
        catalog.issueTypes.append(type)
        return type
    }

    private mutating func workflow(_ seed: JSONValue?) throws(SandboxError) -> Workflow {
        if seed == nil || seed?.text != nil {
            let name = seed?.text ?? configuration.workflow
            guard let workflow = Workflow.named(name, in: &catalog) else {
                throw SandboxError(
                    "There is no workflow '\(name)'; there are \(Workflow.names.joined(separator: ", "))."
                )
            }
            return workflow
        }
        var statuses: [String] = []
        for status in seed?["statuses"]?.elements ?? [] {
            let name = status.text ?? status["name"]?.text ?? ""
            statuses.append(
                catalog.status(
                    named: name,
                    category: status["category"]?.text.flatMap { StoredStatusCategory(rawValue: $0) }
                ).id
            )
        }
        var transitions: [StoredTransition] = []
        for transition in seed?["transitions"]?.elements ?? [] {
            transitions.append(try self.transition(transition, place: transitions.count))
        }
        guard let first = statuses.first else {
            throw SandboxError("A workflow of the seed has no statuses.")
        }
        let initial = seed?["initial"]?.text.flatMap { catalog.status(named: $0)?.id }
        return Workflow(initial: initial ?? first, statuses: statuses, transitions: transitions)
    }

    private func transition(_ seed: JSONValue, place: Int) throws(SandboxError) -> StoredTransition {
        guard let target = seed["to"]?.text, let to = catalog.status(named: target)?.id else {
            throw SandboxError("A transition of the seed leads to no status of its workflow.")
        }
        var from: Set<String>?
        if let names = seed["from"]?.texts {
            from = Set(names.compactMap { catalog.status(named: $0)?.id })
            guard from?.count == names.count else {
                throw SandboxError("The transition to '\(target)' leaves a status that its workflow has not.")
            }
        }
        var screen: [String: ScreenRule] = [:]
        for (field, rule) in seed["screen"]?.members?.entries ?? [] {
            guard let rule = ScreenRule(rawValue: rule.text ?? "") else {
                throw SandboxError("A screen's field is 'optional' or 'required'.")
            }
            screen[field] = rule
        }
        return StoredTransition(
            id: seed["id"]?.identifier ?? String(11 + 10 * place),
            name: seed["name"]?.text ?? target,
            from: from,
            to: to,
            screen: screen,
            resolution: seed["resolution"]?.text,
            isBarred: seed["barred"] == true
        )
    }

    private static func linkType(_ seed: JSONValue, place: Int) throws(SandboxError) -> StoredLinkType {
        guard let name = seed["name"]?.text, let inward = seed["inward"]?.text,
            let outward = seed["outward"]?.text
        else { throw SandboxError("A link type needs a name, and its words inward and outward.") }
        return StoredLinkType(
            id: seed["id"]?.identifier ?? String(10_000 + place),
            name: name,
            inward: inward,
            outward: outward
        )
    }

    private mutating func addIssue(_ seed: JSONValue) throws(SandboxError) {
        guard let key = seed["key"]?.text, let number = key.split(separator: "-").last.flatMap({ Int($0) }),
            let place = projects.firstIndex(where: { key.hasPrefix($0.key + "-") })
        else {
            throw SandboxError(
                "The issue '\(seed["key"]?.text ?? "")' of the seed belongs to no project of it."
            )
        }
        projects[place].nextNumber = max(projects[place].nextNumber, number + 1)
        let statusName = seed["status"]?.text
        let status =
            statusName.map { catalog.status(named: $0, category: nil).id } ?? projects[place].workflow.initial
        if !projects[place].workflow.statuses.contains(status) { admit(status, statusName ?? "", to: place) }
        let moment = now
        var issue = StoredIssue(
            id: nextIssueId(),
            key: key,
            project: projects[place].id,
            type: issueType(named: seed["type"]?.text ?? "Task"),
            summary: seed["summary"]?.text ?? key,
            status: status,
            priority: seed["priority"]?.text.flatMap { name in catalog.priorities.first { $0.name == name } }
                ?? catalog.priorities.dropFirst(2).first,
            created: moment,
            updated: moment,
            statusChanged: moment
        )
        if let created = seed["created"]?.whole { issue.created = SiteTime(milliseconds: created) }
        if let updated = seed["updated"]?.whole { issue.updated = SiteTime(milliseconds: updated) }
        if let text = seed["description"] {
            issue.description = text.text.map { .wiki($0) } ?? .document(text)
        }
        issue.labels = Set(seed["labels"]?.texts ?? []).sorted()
        for (name, value) in seed["properties"]?.members?.entries ?? [] { issue.properties[name] = value }
        for (name, value) in seed["fields"]?.members?.entries ?? [] { issue.others[name] = value }
        if catalog.status(status)?.category == .done {
            issue.resolution =
                seed["resolution"]?.text.flatMap { catalog.resolution(named: $0) }
                ?? catalog.resolutions.first
            issue.resolved = moment
        }
        insert(issue)
    }

    /// Adds a status to a project's workflow, with a transition to it from everywhere.
    private mutating func admit(_ status: String, _ name: String, to place: Int) {
        let old = projects[place].workflow
        let transition = StoredTransition(
            id: String(11 + 10 * old.transitions.count),
            name: name,
            from: nil,
            to: status,
            screen: [:],
            resolution: nil
        )
        projects[place].workflow = Workflow(
            initial: old.initial,
            statuses: old.statuses + [status],
            transitions: old.transitions + [transition]
        )
    }
}
