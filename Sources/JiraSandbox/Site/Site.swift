/// Everything the sandbox knows.
///
/// It is a value without I/O: requests go in, answers come out.
struct Site: Sendable {
    let configuration: SandboxConfiguration
    var baseURL = ""
    var catalog = Catalog()
    var projects: [Project] = []
    private(set) var issues: [Int: StoredIssue] = [:]
    /// Every key ever given, so that a moved issue answers by its old one.
    private(set) var keys: [String: Int] = [:]
    var links: [Int: IssueLink] = [:]
    /// The bulk operations so far, by id.
    var bulkTasks: [String: BulkTask] = [:]
    var index: SearchIndex
    var cursors = SearchCursors()
    var faults = FaultBook()
    var limiter: RateLimiter?
    var requests: [RecordedRequest] = []
    /// Requests that were forgotten.
    var formerRequests: [RecordedRequest] = []
    var clockOffset: Double
    /// Permissions that the caller lacks now.
    var denied: Set<String>
    private var nextIssue = 10_000
    private var nextOther = 10_000

    /// An empty site; the seed fills it.
    init(empty configuration: SandboxConfiguration) {
        self.configuration = configuration
        index = SearchIndex(lag: configuration.indexLag)
        limiter = configuration.rateLimits.map { RateLimiter(limits: $0) }
        clockOffset = configuration.clockOffset
        denied = configuration.deniedPermissions
    }

    var now: SiteTime { SiteTime.systemNow.advanced(bySeconds: clockOffset) }

    /// Begins a new list of requests.
    mutating func forgetRequests() {
        formerRequests += requests
        requests = []
    }

    /// A number for a comment, link or change; no two things share one.
    mutating func nextNumber() -> Int {
        nextOther += 1
        return nextOther
    }

    // MARK: Looking up

    func project(_ idOrKey: String) -> Project? {
        projects.first { $0.key == idOrKey || String($0.id) == idOrKey }
    }

    func project(id: Int) -> Project? { projects.first { $0.id == id } }

    func issue(_ idOrKey: String) -> StoredIssue? {
        if let id = Int(idOrKey) { return issues[id] }
        return keys[idOrKey.uppercased()].flatMap { issues[$0] }
    }

    func status(of issue: StoredIssue) -> StoredStatus {
        catalog.status(issue.status)
            ?? StoredStatus(id: issue.status, name: issue.status, category: .undefined)
    }

    func isAllowed(_ permission: String) -> Bool { !denied.contains(permission) }

    // MARK: Changing

    /// Gives the next id, for an issue about to be inserted.
    mutating func nextIssueId() -> Int {
        defer { nextIssue += 1 }
        return nextIssue
    }

    /// Gives the next key of a project.
    mutating func nextKey(inProject id: Int) -> String {
        guard let place = projects.firstIndex(where: { $0.id == id }) else { return "" }
        defer { projects[place].nextNumber += 1 }
        return "\(projects[place].key)-\(projects[place].nextNumber)"
    }

    mutating func insert(_ issue: StoredIssue) {
        issues[issue.id] = issue
        keys[issue.key] = issue.id
        index.record(issue.id, issue, at: now)
    }

    /// Changes an issue, notes the change in its history and gives it to the index.
    mutating func change(
        _ id: Int,
        items: [IssueHistoryChange.Item] = [],
        touch: Bool = true,
        _ edit: (inout StoredIssue) -> Void
    ) {
        guard var issue = issues[id] else { return }
        edit(&issue)
        let moment = now
        if touch { issue.updated = max(moment, issue.updated) }
        if !items.isEmpty {
            issue.history.append(IssueHistoryChange(id: nextNumber(), moment: moment, items: items))
        }
        issues[id] = issue
        keys[issue.key] = id
        index.record(id, issue, at: moment)
    }

    mutating func remove(_ id: Int) {
        guard let issue = issues.removeValue(forKey: id) else { return }
        for key in issue.formerKeys + [issue.key] { keys[key] = nil }
        for link in issue.links {
            guard let gone = links.removeValue(forKey: link) else { continue }
            let other = gone.inward == id ? gone.outward : gone.inward
            change(other) { $0.links.removeAll { $0 == link } }
        }
        index.record(id, nil, at: now)
    }
}
