import Jira
import Presentation
import Reconciliation
import Workflow

/// The checks of the fields: those that the mapping sets, and those that the project requires.
struct FieldChecks {
    private let jira: JiraInspection
    private let mapping: MappingSettings

    init(_ jira: JiraInspection, _ mapping: MappingSettings) {
        self.jira = jira
        self.mapping = mapping
    }

    /// The names of the checks, in their order.
    static let names = ["jira.fields", "jira.required", "jira.priority"]

    /// The fields that Jira fills in by itself, or the tool with every create.
    private static let given: Set<FieldName> = ["project", "issuetype", "summary", "reporter"]

    /// The checks.
    var all: [Checkup.Check] {
        switch jira.fields {
        case nil: return .skipped(Self.names, "the issue type is not known")
        case .failure(let problem):
            return [.problem("jira.fields", problem)]
                + .skipped(Self.names.dropFirst(), "Jira does not tell its fields")
        case .success(let fields): return mapped(fields) + required(fields) + [priority(fields)]
        }
    }

    /// Returns the fields that a new issue must be given beside those that it is given, sorted by id.
    static func required(_ fields: [FieldName: JiraField], besides mapped: [FieldName]) -> [JiraField] {
        fields.values.filter { field in
            field.isRequired && !given.contains(field.id) && !mapped.contains(field.id)
        }.sorted { $0.id < $1.id }
    }

    private func mapped(_ fields: [FieldName: JiraField]) -> [Checkup.Check] {
        var faults: [Checkup.Check] = []
        for field in mapping.mapped {
            switch jira.names?[field.name] ?? .success(field.name) {
            case .failure(let problem): faults.append(.problem("jira.fields", problem))
            case .success(let id) where fields[id] == nil:
                let name = field.name == id ? id : "\(field.name) (\(id))"
                faults.append(
                    .problem(
                        "jira.fields",
                        "A new issue cannot be given \(name): it is not on the create screen, or there is no such field",
                        hint: Self.hint(for: id)
                    )
                )
            case .success: continue
            }
        }
        return faults.isEmpty ? [.ok("jira.fields", "all mapped fields can be set")] : faults
    }

    private static func hint(for id: FieldName) -> String {
        switch id {
        case "description": "Put it on the screen, or write `description: \"\"` in the mapping"
        case "priority": "Put it on the screen, or take mapping.priority out"
        case "labels", "summary": "Put it on the screen: audit-jira cannot do without"
        default: "Put it on the screen, or take it out of mapping.fields"
        }
    }

    private func required(_ fields: [FieldName: JiraField]) -> [Checkup.Check] {
        let ids = mapping.mapped.compactMap { field -> FieldName? in
            guard case .success(let id) = jira.names?[field.name] ?? .success(field.name) else { return nil }
            return id
        }
        let open = Self.required(fields, besides: ids)
        guard !open.isEmpty else { return [.ok("jira.required", "every required field is mapped")] }
        return open.map { field in
            let values = field.allowedValues
            let shown = values.prefix(10).joined(separator: ", ") + (values.count > 10 ? ", …" : "")
            return .problem(
                "jira.required",
                "A new issue needs \"\(field.name)\" (\(field.id)), which is not mapped",
                hint: "Write into mapping.fields: \(field.id): \"…\""
                    + (values.isEmpty ? "" : ", with one of \(shown)")
            )
        }
    }

    private func priority(_ fields: [FieldName: JiraField]) -> Checkup.Check {
        let name = "jira.priority"
        guard let wanted = mapping.priority?.values.values else { return .ok(name, "not mapped") }
        guard let field = fields["priority"] else {
            return .skipped(name, "Jira does not tell its priorities")
        }
        // Names go by letters alone, whatever their case; what is a number may be an id.
        let known = Set(field.allowedValues.map { $0.lowercased() })
        let missing = Set(wanted).filter { !known.contains($0.lowercased()) && Int($0) == nil }.sorted()
        guard missing.isEmpty || known.isEmpty else {
            return .problem(
                name,
                "There is no priority \(missing.joined(separator: ", "))",
                hint:
                    "Write into mapping.priority.values one of \(field.allowedValues.joined(separator: ", "))"
            )
        }
        return .ok(name, "all mapped priorities exist")
    }
}
