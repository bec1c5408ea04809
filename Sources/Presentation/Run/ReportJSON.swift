import JSON
import Reconciliation
import Workflow

extension ApplyReport {
    /// The report for programs.
    var json: JSON {
        [
            "results": .array(
                results.map { result in
                    var entry: JSONObject = [
                        "op": .string(result.action.operation.rawValue),
                        "row": .string(result.action.row.text),
                        "path": .string(result.action.path),
                        "issue": (result.key ?? result.action.key).map(JSON.string) ?? .null,
                    ]
                    switch result.ending {
                    case .done: entry["ending"] = "done"
                    case .stale(let now):
                        entry["ending"] = "skipped"
                        entry["why"] = .string(now)
                    case .failed(let problem):
                        entry["ending"] = "failed"
                        entry["why"] = .string(problem.summary)
                        entry["causes"] = .array(problem.causes.map(JSON.string))
                        entry["hints"] = .array(problem.hints.map(JSON.string))
                    }
                    return .object(entry)
                }
            ),
            "commit": commit.map(JSON.string) ?? .null,
            "serial": .integer(serial),
            "conflicts": .integer(conflicts),
            "remaining": .array(
                remaining.map { action in
                    [
                        "op": .string(action.operation.rawValue),
                        "row": .string(action.row.text),
                        "issue": action.key.map(JSON.string) ?? .null,
                        "fields": .array(action.steps.map { .string(StepEntry($0).field) }),
                    ]
                }
            ),
        ]
    }
}
