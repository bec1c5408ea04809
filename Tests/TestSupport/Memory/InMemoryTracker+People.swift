public import Reconciliation

/// The acts of people in Jira.
extension InMemoryTracker {
    /// Writes an issue as a person would, and returns it.
    @discardableResult
    public func write(_ summary: String, labels: [String] = [], marker: Marker? = nil) -> Issue {
        var issue = fresh(in: project)
        issue.fields["summary"] = .text(summary)
        issue.labels = labels.sortedByUTF8
        issue.marker = marker
        put(issue)
        return issue
    }

    /// Changes an issue by whatever key it ever had; one that does not exist stays away.
    public func edit(_ key: String, _ change: @Sendable (inout Issue) -> Void) {
        guard var issue = issue(key) else { return }
        change(&issue)
        put(issue)
    }

    /// Closes an issue.
    public func close(_ key: String, as resolution: String? = "Done") {
        guard var issue = issue(key), !issue.isClosed else { return }
        close(&issue, as: resolution)
        put(issue)
    }

    /// Starts work on an issue.
    public func start(_ key: String) {
        guard var issue = issue(key) else { return }
        open(&issue)
        issue.status = .inProgress
        put(issue)
    }

    /// Opens an issue again, or stops work on it.
    public func reopen(_ key: String) {
        guard var issue = issue(key) else { return }
        open(&issue)
        put(issue)
    }

    /// Moves an issue to another project, and returns its new key.
    @discardableResult
    public func move(_ key: String, to project: String) -> String {
        guard var issue = issue(key) else { return key }
        issue.key = nextKey(in: project)
        put(issue)
        return issue.key
    }

    /// Deletes an issue.
    public func delete(_ key: String) {
        guard let issue = issue(key) else { return }
        issues[issue.id] = nil
        time += 60_000
    }

    /// Clones an issue with all its properties, and returns the clone.
    @discardableResult
    public func clone(_ key: String) -> Issue? {
        guard var clone = issue(key) else { return nil }
        let new = fresh(in: project)
        clone.id = new.id
        clone.key = new.key
        put(clone)
        return clone
    }

    /// Lets an hour pass, and returns a moment in it.
    public func passAnHour() -> Int64 {
        time += 3_600_000
        return time - 1_800_000
    }

    /// Returns an issue by whatever key it ever had.
    public func issue(_ key: String) -> Issue? { keys[key].flatMap { issues[$0] } }
}

/// The inside of the model.
extension InMemoryTracker {
    func fresh(in project: String) -> Issue {
        let id = IssueID(UInt64(10_001 + keys.count))
        return Issue(id: id, key: nextKey(in: project), status: .toDo)
    }

    private func nextKey(in project: String) -> String {
        numbers[project, default: 0] += 1
        return "\(project)-\(numbers[project, default: 0])"
    }

    func put(_ issue: Issue) {
        time += 60_000
        issues[issue.id] = issue
        keys[issue.key] = issue.id
        updated[issue.id] = time
    }

    func close(_ issue: inout Issue, as resolution: String?) {
        if !issue.isClosed { lately[issue.id] = nil }
        issue.status = .done
        issue.resolution = resolution
        issue.resolved = "2026-11-23T08:03:11Z"
    }

    func open(_ issue: inout Issue) {
        if issue.isClosed { lately[issue.id] = nil }
        issue.status = .toDo
        issue.resolution = nil
        issue.resolved = nil
    }

    /// A value as Jira normalises it: rich text loses its marks and its spacing.
    static func normalised(_ value: FieldValue, of name: FieldName) -> FieldValue {
        guard name == "description", case .text(let text) = value else { return value }
        let words = text.filter { !"*_`#".contains($0) }.split { $0.isWhitespace }
        return .text(words.joined(separator: " "))
    }
}

extension IssueStatus {
    /// A status of category new.
    public static let toDo = IssueStatus(id: "10000", name: "To Do", category: .new)
    /// A status of category indeterminate.
    public static let inProgress = IssueStatus(id: "3", name: "In Progress", category: .indeterminate)
    /// A status of category done.
    public static let done = IssueStatus(id: "10001", name: "Done", category: .done)
}
