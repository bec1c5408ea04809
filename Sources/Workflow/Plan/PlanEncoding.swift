import JSON
import Reconciliation

/// Writes plans as JSON.
///
/// `docs/plan-file.md` describes the format.
enum PlanEncoding {
    /// Everything that the digest covers, in the order in which people read it.
    static func body(of plan: Plan, expectedCalls: Int) -> JSONObject {
        var body: JSONObject = [
            "format": .integer(PlanDocument.format),
            "binding": binding(plan.binding),
            "refresh": .string(plan.refresh.rawValue),
            "counts": counts(plan),
            "measures": measures(plan.measures),
        ]
        if !plan.allow.isEmpty {
            let allowed = plan.allow.sorted { $0.key < $1.key }.map { ($0.key, JSON.integer($0.value)) }
            body["allow"] = .object(JSONObject(allowed))
        }
        body["actions"] = .array(plan.actions.map(action))
        body["conflicts"] = .array(plan.conflicts.map(conflict))
        body["findings"] = .array(plan.findings.map(finding))
        body["expected_calls"] = .integer(expectedCalls)
        return body
    }

    private static func binding(_ binding: Binding) -> JSON {
        var body: JSONObject = [
            "lineage": text(binding.lineage),
            "serial": .integer(binding.serial),
            "state": text(binding.state),
            "jira": [
                "site": .string(binding.scope.site),
                "project": .string(binding.scope.project),
                "project_id": .string(binding.scope.projectID),
            ],
            "table": .string(binding.scope.table),
            "configuration": .string(binding.configuration.description),
        ]
        if let lost = binding.lost { body["lost"] = .string(lost) }
        return .object(body)
    }

    private static func counts(_ plan: Plan) -> JSON {
        let counts = plan.counts.sorted { $0.key < $1.key }
        return .object(JSONObject(counts.map { ($0.key.rawValue, .integer($0.value)) }))
    }

    private static func measures(_ measures: Measures) -> JSON {
        [
            "rows": .integer(measures.rows),
            "rows_with_debt": .integer(measures.rowsWithDebt),
            "links": .integer(measures.links),
            "open_links": .integer(measures.openLinks),
            "missing_rows": .integer(measures.missingRows),
            "missing_issues": .integer(measures.missingIssues),
        ]
    }

    private static func action(_ action: Action) -> JSON {
        var body: JSONObject = [
            "op": .string(action.operation.rawValue),
            "row": .string(action.row.text),
            "path": .string(action.path),
            "issue": text(action.key),
            "issue_id": text(action.issue?.description),
            "reason": .string(action.reason.text),
            "precondition": [
                "row": text(action.precondition.row?.description),
                "issue": text(action.precondition.issue?.description),
            ],
            "changes": .array(action.steps.map { change(StepEntry($0)) }),
        ]
        let forecast = action.forecast
        if !forecast.via.isEmpty { body["via"] = .array(forecast.via.map(JSON.string)) }
        if forecast.isBulk { body["bulk"] = .bool(true) }
        if let obstacle = forecast.obstacle {
            body["error"] = ["message": .string(obstacle.message), "hint": .string(obstacle.hint)]
        }
        return .object(body)
    }

    private static func change(_ entry: StepEntry) -> JSON {
        [
            "side": .string(entry.side.rawValue),
            "field": .string(entry.field),
            "from": value(entry.from),
            "to": value(entry.to),
        ]
    }

    private static func value(_ value: StepEntry.Value) -> JSON {
        switch value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .text(let text): .string(text)
        case .list(let list): .array(list.map(JSON.string))
        }
    }

    private static func conflict(_ conflict: Conflict) -> JSON {
        [
            "row": .string(conflict.row.text),
            "path": .string(conflict.path),
            "issue": .string(conflict.issue),
            "field": .string(conflict.field),
            "base": text(conflict.base),
            "row_value": .string(conflict.rowValue),
            "issue_value": .string(conflict.issueValue),
            "reason": .string(conflict.reason),
            "hint": .string(conflict.hint),
        ]
    }

    private static func finding(_ finding: Finding) -> JSON {
        [
            "kind": .string(finding.kind.rawValue),
            "row": .string(finding.row.text),
            "issue": text(finding.issue),
            "message": .string(finding.message),
        ]
    }

    private static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
}
