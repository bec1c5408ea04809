extension Site {
    static let transitionRoutes = [
        Route("GET", "issue/{issue}/transitions") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            return .json(site.transitions(of: issue, request))
        },
        Route("POST", "issue/{issue}/transitions") { (site, request, values) throws(RequestRefusal) in
            try site.transition(
                try site.visibleIssue(values[0], request),
                try request.json(),
                version: request.version
            )
            return .empty(204)
        },
    ]

    /// The transitions that leave the issue's status; those that the caller is kept from only on request.
    private func available(_ issue: StoredIssue, withBarred: Bool = false) -> [StoredTransition] {
        guard isAllowed("TRANSITION_ISSUES"), let project = project(id: issue.project) else { return [] }
        return project.workflow.transitions.filter {
            $0.leaves(issue.status) && (withBarred || !$0.isBarred)
        }
    }

    private func transitions(of issue: StoredIssue, _ request: Request) -> JSONValue {
        let withFields = request.list("expand").contains("transitions.fields")
        let wanted = request.parameter("transitionId")
        let withBarred =
            configuration.deployment == .cloud
            && request.parameter("includeUnavailableTransitions") == "true"
        let found = available(issue, withBarred: withBarred).filter { wanted == nil || $0.id == wanted }
        return [
            "expand": "transitions",
            "transitions": .array(
                found.map { render($0, of: issue, withFields: withFields, request.version) }
            ),
        ]
    }

    private func render(
        _ transition: StoredTransition,
        of issue: StoredIssue,
        withFields: Bool,
        _ version: APIVersion
    ) -> JSONValue {
        var members = JSONMembers()
        members["id"] = .string(transition.id)
        members["name"] = .string(transition.name)
        members["to"] = catalog.status(transition.to).map { render(status: $0, version) }
        members["hasScreen"] = .bool(!transition.screen.isEmpty)
        members["isGlobal"] = .bool(transition.from == nil)
        members["isInitial"] = false
        members["isAvailable"] = .bool(!transition.isBarred)
        members["isConditional"] = .bool(transition.isBarred)
        members["isLooped"] = false
        guard withFields, let project = project(id: issue.project) else { return .object(members) }
        var fields = JSONMembers()
        for definition in fieldDefinitions {
            guard let rule = transition.screen[definition.id] else { continue }
            fields[definition.id] = .object(
                metadata(definition, required: rule == .required, project: project, version)
            )
        }
        members["fields"] = .object(fields)
        return .object(members)
    }

    /// Moves an issue along a transition by a request's body.
    mutating func transition(
        _ issue: StoredIssue,
        _ body: JSONValue,
        version: APIVersion
    ) throws(RequestRefusal) {
        let transition = try wantedTransition(body["transition"], of: issue)
        var edit = fieldEdit(issue, version)
        for (name, value) in body["fields"]?.members?.entries ?? [] {
            if transition.screen[name] != nil { edit.set(name, value) } else { edit.refuseUnknown(name) }
        }
        for (name, operations) in body["update"]?.members?.entries ?? [] where name != "comment" {
            if transition.screen[name] != nil {
                edit.update(name, operations)
            } else {
                edit.refuseUnknown(name)
            }
        }
        try edit.finish()
        for (name, rule) in transition.screen.sorted(by: { $0.key < $1.key }) where rule == .required {
            let isGiven = body["fields"]?[name].map { !$0.isNull } ?? (body["update"]?[name] != nil)
            let label = fieldDefinitions.first { $0.id == name }?.name ?? name
            if !isGiven { throw RequestRefusal(400, message: "Field \(label) is required.") }
        }
        let comments = try comments(in: body["update"]?["comment"], issue, version)
        let properties = try properties(body["properties"])
        let resolution = edit.issue.resolution == issue.resolution ? transition.resolution : nil
        let edited = edit.issue
        move(edited, to: transition.to, resolution: resolution, items: edit.items) { stored in
            stored.comments += comments
            stored.properties.merge(properties) { $1 }
        }
    }

    private func wantedTransition(
        _ value: JSONValue?,
        of issue: StoredIssue
    ) throws(RequestRefusal) -> StoredTransition {
        guard let value, !value.isNull else {
            throw RequestRefusal(400, message: "Missing 'transition' identifier")
        }
        guard let id = value["id"]?.identifier, Int(id) != nil else {
            throw RequestRefusal(400, message: "'transition' identifier must be an integer")
        }
        guard let transition = available(issue).first(where: { $0.id == id }) else {
            if configuration.deployment == .datacenter {
                throw RequestRefusal(500, message: "Internal server error")
            }
            throw RequestRefusal(400, message: "Transition id '\(id)' is not valid for this issue.")
        }
        return transition
    }

    /// Puts an issue into a status: sets a resolution on the way into a done one and clears it on the way out.
    mutating func move(
        _ edited: StoredIssue,
        to status: String,
        resolution: String?,
        items: [IssueHistoryChange.Item] = [],
        _ more: (inout StoredIssue) -> Void = { _ in }
    ) {
        guard let target = catalog.status(status) else { return }
        let before = self.status(of: edited)
        var issue = edited
        var items = items
        let moment = now
        if before != target {
            let values = (from: (before.id, before.name), to: (target.id, target.name))
            items.append(IssueHistoryChange.Item("status", from: values.from, to: values.to))
            issue.status = target.id
            if before.category != target.category { issue.statusChanged = moment }
        }
        let old = issue.resolution
        if target.category == .done {
            if let resolution {
                issue.resolution = catalog.resolution(named: resolution) ?? issue.resolution
            } else if issue.resolution == nil {
                issue.resolution = catalog.resolutions.first
            }
            if before.category != .done || issue.resolved == nil { issue.resolved = moment }
        } else {
            issue.resolution = nil
            issue.resolved = nil
        }
        if old != issue.resolution {
            items.append(
                IssueHistoryChange.Item(
                    "resolution",
                    from: old.map { ($0.id, $0.name) },
                    to: issue.resolution.map { ($0.id, $0.name) }
                )
            )
        }
        more(&issue)
        let moved = issue
        change(issue.id, items: items) { $0 = moved }
    }
}

extension IssueHistoryChange.Item {
    /// A system field that went from one value to another, each with its id and name; nil for no value.
    fileprivate init(_ field: String, from: (id: String, name: String)?, to: (id: String, name: String)?) {
        self.init(
            field: field,
            fieldId: field,
            from: from?.id,
            fromText: from?.name,
            to: to?.id,
            toText: to?.name
        )
    }
}
