import JSON
import Reconciliation

extension Configuration {
    /// The settings of a comparison.
    func settings(_ digester: Digester) -> Settings {
        Settings(
            schema: database.schema,
            mapping: mapping.mapping(database.schema, digester),
            policies: policies,
            updates: updates,
            digester: digester
        )
    }

    /// Returns the digest of all settings that a plan depends on.
    ///
    /// Addresses, times and credentials are not among them, nor the guards: another guard makes no other plan.
    func digest(_ digester: Digester) -> Digest {
        var input = DigestInput()
        input.add("1")
        input.add(database.table)
        let schema = database.schema
        input.add([schema.key, schema.path, schema.debt, schema.text, schema.tickets])
        input.add(schema.also)
        input.add([jira.project, jira.issueType])
        mapping.addSettings(to: &input)
        input.add([
            policies.firstContact.rawValue, policies.rowDeleted.rawValue, policies.issueDeleted.rawValue,
            policies.resolveWhen.rawValue, policies.regression.rawValue, policies.duplicates.rawValue,
            policies.pruneDangling ? "prune" : "keep",
        ])
        for (name, meaning) in policies.resolutions.sorted(by: { $0.key < $1.key }) {
            input.add([name, meaning.rawValue])
        }
        for assignments in [updates.onStarted, updates.onResolved, updates.onReopened] {
            input.add(assignments.map { "\($0.column)=\($0.value.canonical)" })
        }
        return digester.digest(input.bytes)
    }
}

extension RowUpdates.Value {
    /// The value as JSON, which no two values share.
    fileprivate var canonical: String {
        let json: JSON =
            switch self {
            case .literal(.null): .null
            case .literal(.bool(let flag)): .bool(flag)
            case .literal(.text(let text)): .string(text)
            case .literal(.list(let list)): .array(list.map(JSON.string))
            case .resolutionDate: ["of": "resolution_date"]
            case .resolution: ["of": "resolution"]
            case .status: ["of": "status"]
            case .key: ["of": "key"]
            }
        return json.text(.canonical)
    }
}
