/// Changes that people make in the browser.
extension Site {
    func known(_ key: String) throws(SandboxError) -> StoredIssue {
        guard let issue = issue(key) else { throw SandboxError("There is no issue \(key).") }
        return issue
    }

    /// Puts an issue into any status, whatever the workflow says.
    mutating func setStatus(_ key: String, _ name: String, resolution: String?) throws(SandboxError) {
        let issue = try known(key)
        guard let status = catalog.status(named: name) else {
            throw SandboxError("There is no status '\(name)'.")
        }
        if let resolution, catalog.resolution(named: resolution) == nil {
            throw SandboxError("There is no resolution '\(resolution)'.")
        }
        move(issue, to: status.id, resolution: resolution)
    }

    /// Moves an issue to another project, where it gets a new key and keeps its id.
    mutating func moveIssue(_ key: String, toProject name: String) throws(SandboxError) {
        let issue = try known(key)
        guard let target = project(name) else { throw SandboxError("There is no project \(name).") }
        let newKey = nextKey(inProject: target.id)
        let items = [
            IssueHistoryChange.Item(
                field: "project",
                fieldId: "project",
                from: String(issue.project),
                fromText: project(id: issue.project)?.name,
                to: String(target.id),
                toText: target.name
            ),
            IssueHistoryChange.Item(
                field: "Key",
                fieldId: nil,
                from: nil,
                fromText: issue.key,
                to: nil,
                toText: newKey
            ),
        ]
        change(issue.id, items: items) { stored in
            stored.formerKeys.append(stored.key)
            stored.key = newKey
            stored.project = target.id
        }
    }

    /// Edits an issue's fields as version 2 of the API would, with texts in wiki markup, or with documents.
    mutating func editIssue(_ key: String, fields: JSONValue) throws(SandboxError) {
        let issue = try known(key)
        let version: APIVersion = fields["description"]?.members == nil ? .two : .three
        var edit = fieldEdit(issue, version)
        for (name, value) in fields.members?.entries ?? [] { set(name, value, on: &edit) }
        do {
            try edit.finish()
        } catch {
            throw SandboxError("The edit of \(key) is refused: \(error.collection.serialized).")
        }
        let edited = edit.issue
        change(issue.id, items: edit.items) { $0 = edited }
    }
}
