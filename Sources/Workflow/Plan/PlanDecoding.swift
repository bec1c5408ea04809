import JSON
import Reconciliation

/// Reads plans from JSON; a part that is missing or mistyped is an error that names it.
struct PlanDecoding {
    let name: String

    mutating func plan(_ object: JSONObject) throws(Problem) -> Plan {
        var plan = Plan(
            binding: try binding(member("binding", of: object, "the plan")),
            refresh: try choice(text("refresh", of: object, "the plan"), "refresh")
        )
        plan.measures = try measures(member("measures", of: object, "the plan"))
        for (guardName, limit) in try members("allow", of: object) {
            guard Guards.names.contains(guardName), let limit = limit.integer else {
                throw wrong("allow.\(guardName)")
            }
            plan.allow[guardName] = limit
        }
        for (index, entry) in try list("actions", of: object).enumerated() {
            plan.actions.append(try action(entry, at: "actions[\(index)]"))
        }
        for (index, entry) in try list("conflicts", of: object).enumerated() {
            plan.conflicts.append(try conflict(entry, at: "conflicts[\(index)]"))
        }
        for (index, entry) in try list("findings", of: object).enumerated() {
            plan.findings.append(try finding(entry, at: "findings[\(index)]"))
        }
        return plan
    }

    private func binding(_ object: JSONObject) throws(Problem) -> Binding {
        let jira = try member("jira", of: object, "binding")
        return Binding(
            lineage: object["lineage"]?.string,
            serial: try number("serial", of: object, "binding"),
            state: object["state"]?.string,
            scope: Scope(
                site: try text("site", of: jira, "binding.jira"),
                project: try text("project", of: jira, "binding.jira"),
                projectID: try text("project_id", of: jira, "binding.jira"),
                table: try text("table", of: object, "binding")
            ),
            configuration: try digest(text("configuration", of: object, "binding"), "binding.configuration"),
            lost: object["lost"]?.string
        )
    }

    private func measures(_ object: JSONObject) throws(Problem) -> Measures {
        Measures(
            rows: try number("rows", of: object, "measures"),
            rowsWithDebt: try number("rows_with_debt", of: object, "measures"),
            openLinks: try number("open_links", of: object, "measures"),
            missingRows: try number("missing_rows", of: object, "measures"),
            missingIssues: try number("missing_issues", of: object, "measures"),
            links: try number("links", of: object, "measures")
        )
    }

    private func action(_ json: JSON, at place: String) throws(Problem) -> Action {
        guard let object = json.object else { throw wrong(place) }
        let precondition = try member("precondition", of: object, place)
        var action = Action(
            try choice(text("op", of: object, place), "\(place).op"),
            row: RowKey(try text("row", of: object, place)),
            path: try text("path", of: object, place),
            key: object["issue"]?.string,
            reason: .other(try text("reason", of: object, place))
        )
        if let id = object["issue_id"]?.string {
            guard let id = IssueID(id) else { throw wrong("\(place).issue_id") }
            action.issue = id
        }
        if let row = precondition["row"]?.string {
            action.precondition.row = try digest(row, "\(place).precondition.row")
        }
        if let issue = precondition["issue"]?.string {
            action.precondition.issue = try digest(issue, "\(place).precondition.issue")
        }
        for (index, entry) in try list("changes", of: object).enumerated() {
            action.steps.append(try step(entry, in: action.operation, at: "\(place).changes[\(index)]"))
        }
        action.forecast = try forecast(object, at: place)
        return action
    }

    private func forecast(_ object: JSONObject, at place: String) throws(Problem) -> Forecast {
        var forecast = Forecast()
        if let via = object["via"] {
            guard case .list(let names) = try value(via, "\(place).via") else { throw wrong("\(place).via") }
            forecast.via = names
        }
        if let isBulk = object["bulk"] {
            guard let isBulk = isBulk.bool else { throw wrong("\(place).bulk") }
            forecast.isBulk = isBulk
        }
        if let error = object["error"] {
            guard let error = error.object else { throw wrong("\(place).error") }
            let message = try text("message", of: error, "\(place).error")
            forecast.obstacle = Obstacle(message, hint: try text("hint", of: error, "\(place).error"))
        }
        return forecast
    }

    private func step(
        _ json: JSON,
        in operation: Reconciliation.Operation,
        at place: String
    ) throws(Problem) -> Step {
        guard let object = json.object else { throw wrong(place) }
        let entry = StepEntry(
            try choice(text("side", of: object, place), "\(place).side"),
            try text("field", of: object, place),
            from: try value(object["from"], "\(place).from"),
            to: try value(object["to"], "\(place).to")
        )
        do throws(StepEntry.Fault) {
            return try entry.step(in: operation)
        } catch {
            throw wrong("\(place).\(error.rawValue)")
        }
    }

    private func value(_ json: JSON?, _ place: String) throws(Problem) -> StepEntry.Value {
        switch json {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .string(let text): return .text(text)
        case .array(let list):
            var texts: [String] = []
            for element in list {
                guard let text = element.string else { throw wrong(place) }
                texts.append(text)
            }
            return .list(texts)
        default: throw wrong(place)
        }
    }

    private func conflict(_ json: JSON, at place: String) throws(Problem) -> Conflict {
        guard let object = json.object else { throw wrong(place) }
        return Conflict(
            row: RowKey(try text("row", of: object, place)),
            path: try text("path", of: object, place),
            issue: try text("issue", of: object, place),
            field: try text("field", of: object, place),
            base: object["base"]?.string,
            rowValue: try text("row_value", of: object, place),
            issueValue: try text("issue_value", of: object, place),
            reason: try text("reason", of: object, place),
            hint: try text("hint", of: object, place)
        )
    }

    private func finding(_ json: JSON, at place: String) throws(Problem) -> Finding {
        guard let object = json.object else { throw wrong(place) }
        return Finding(
            try choice(text("kind", of: object, place), "\(place).kind"),
            row: RowKey(try text("row", of: object, place)),
            issue: object["issue"]?.string,
            message: try text("message", of: object, place)
        )
    }
}

extension PlanDecoding {
    private func wrong(_ place: String) -> Problem {
        .planLacks(place, of: name)
    }

    private func text(_ key: String, of object: JSONObject, _ place: String) throws(Problem) -> String {
        guard let text = object[key]?.string else { throw wrong("\(place).\(key)") }
        return text
    }

    private func number(_ key: String, of object: JSONObject, _ place: String) throws(Problem) -> Int {
        // Counts: what is below zero, or no double holds exactly, nobody wrote.
        guard let number = object[key]?.integer, State.serials.contains(number) else {
            throw wrong("\(place).\(key)")
        }
        return number
    }

    private func member(_ key: String, of object: JSONObject, _ place: String) throws(Problem) -> JSONObject {
        guard let member = object[key]?.object else { throw wrong("\(place).\(key)") }
        return member
    }

    private func members(_ key: String, of object: JSONObject) throws(Problem) -> JSONObject {
        guard let value = object[key] else { return [:] }
        guard let members = value.object else { throw wrong(key) }
        return members
    }

    private func list(_ key: String, of object: JSONObject) throws(Problem) -> [JSON] {
        guard let list = object[key]?.array else { throw wrong(key) }
        return list
    }

    private func digest(_ text: String, _ place: String) throws(Problem) -> Digest {
        guard let digest = Digest(text) else { throw wrong(place) }
        return digest
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ text: String,
        _ place: String
    ) throws(Problem) -> Choice {
        guard let choice = Choice(rawValue: text) else { throw wrong(place) }
        return choice
    }
}
