public import Reconciliation
public import Workflow

/// A small model of Jira, for tests: ids that stay, keys that move, a search index that may lag, and text that is rewritten.
public actor InMemoryTracker: IssueTracker {
    /// An accident of a create or a change.
    public enum Fault: Sendable {
        /// Jira refuses it.
        case refused(Problem)
        /// The answer is lost; whether the work was done before.
        case lost(isDone: Bool)
    }

    /// The issues by id.
    public var issues: [IssueID: Issue] = [:]
    /// Every issue that `create` made, in order.
    public private(set) var created: [CreatedIssue] = []
    /// Every change that `change` was asked for, in order.
    public private(set) var changed: [IssueChange] = []
    /// The issues whose workflow has no way back.
    public var stuck: Set<IssueID> = []
    /// The forecasts of rows' actions.
    private var foreseen: [RowKey: Forecast] = [:]
    /// The relations that were made, in order.
    public private(set) var relations: [Relation] = []
    /// The comments that were written by the tool, by issue.
    public private(set) var comments: [IssueID: [String]] = [:]
    /// The comments since the issue's status was last of another category.
    var lately: [IssueID: Set<String>] = [:]
    /// Every key an issue ever had.
    var keys: [String: IssueID] = [:]
    /// The number of issues that each project has had.
    var numbers: [String: Int] = [:]
    /// The clock: it moves on by a minute with every write.
    var time: Int64 = 1_764_000_000_000
    /// When each issue was last written.
    var updated: [IssueID: Int64] = [:]
    /// The content of the index, where it lags.
    private var index: [IssueID]?
    private var createFaults: [RowKey: Fault] = [:]
    private var changeFaults: [IssueID: Fault] = [:]
    private var interference: (@Sendable (isolated InMemoryTracker) -> Void)?
    let project: String
    private let killSwitch: KillSwitch

    /// Makes an empty project.
    public init(project: String = "CCS", killSwitch: KillSwitch = KillSwitch()) {
        self.project = project
        self.killSwitch = killSwitch
    }

    /// Returns the site.
    public func site() throws -> JiraSite {
        try killSwitch.step()
        return JiraSite(
            url: "https://example.atlassian.net",
            project: project,
            projectID: "10000",
            account: "A Robot",
            time: time
        )
    }

    /// Hands issues over, by id; then what is missing.
    public func read<Sink: IssueSink>(
        _ references: [IssueReference],
        into sink: consuming Sink
    ) throws -> Sink {
        try killSwitch.step()
        var found: [(issue: Issue, reference: IssueReference)] = []
        for reference in references {
            let id: IssueID? =
                switch reference {
                case .id(let id): id
                case .key(let key): keys[key]
                }
            if let issue = id.flatMap({ issues[$0] }) { found.append((issue, reference)) }
        }
        found.sort { $0.issue.id < $1.issue.id }
        let present = Set(found.map(\.reference))
        for one in found { try sink.add(one.issue, askedAs: one.reference) }
        for reference in references where !present.contains(reference) { try sink.addMissing(reference) }
        return sink
    }

    /// Returns the issues that the index knows to carry the marker's label.
    public func marked(since: Int64?) -> MarkedIssues {
        let all = index ?? labelled
        let ids = all.filter { id in issues[id] != nil && since.map { updated[id, default: 0] >= $0 } ?? true
        }
        return MarkedIssues(ids: ids, total: since == nil ? nil : all.count)
    }

    /// Returns what the index does not know.
    public func unindexed() -> [IssueID] {
        let known = Set(index ?? labelled)
        return labelled.filter { !known.contains($0) }
    }

    /// Returns all issues with the marker's label.
    public func youngest() -> [IssueID] { labelled }

    /// Returns the issues with these markers.
    public func find(_ markers: [Marker], age: Duration) -> [String: CreatedIssue] {
        var found: [String: CreatedIssue] = [:]
        for issue in issues.values.sorted(by: { $0.id > $1.id }) {
            guard let marker = issue.marker, markers.contains(marker) else { continue }
            found[marker.operation] = CreatedIssue(id: issue.id, key: issue.key)
        }
        return found
    }

    /// Returns the issues that nobody can open again.
    public func deadEnds(among issues: [IssueID]) -> Set<IssueID> { stuck.intersection(issues) }

    /// Returns what is foreseen for the actions' rows.
    public func forecasts(for actions: [Action]) -> [Forecast] {
        actions.map { foreseen[$0.row] ?? Forecast() }
    }

    /// Has the actions of a row fare as told.
    public func foresee(_ forecast: Forecast?, for row: RowKey) { foreseen[row] = forecast }

    /// Relates issues.
    public func relate(_ relations: [Relation]) -> [Outcome<Void>] {
        self.relations += relations
        return relations.map { _ in .done(()) }
    }

    /// Creates issues.
    public func create(
        _ drafts: [IssueDraft],
        log: @escaping WriteLog
    ) async throws -> [Outcome<CreatedIssue>] {
        if let interference { interference(self) }
        interference = nil
        try await log(.creating(drafts.map(\.marker)))
        try killSwitch.step()
        var outcomes: [Outcome<CreatedIssue>] = []
        var answers: [String: CreatedIssue] = [:]
        for draft in drafts {
            let operation = draft.marker.operation
            switch createFaults.removeValue(forKey: draft.marker.row) ?? Self.refusal(of: draft) {
            case .refused(let problem):
                try await log(.refused([operation]))
                outcomes.append(.failed(problem))
            case .lost(let isDone):
                if isDone { add(draft) }
                outcomes.append(.unknown(Self.lostAnswer))
            case nil:
                let issue = add(draft)
                answers[operation] = issue
                outcomes.append(.done(issue))
            }
        }
        try killSwitch.step()
        if !answers.isEmpty { try await log(.created(answers)) }
        return outcomes
    }

    /// Changes issues.
    public func change(_ changes: [IssueChange], log: @escaping WriteLog) async throws -> [Outcome<Void>] {
        if let interference { interference(self) }
        interference = nil
        var outcomes: [Outcome<Void>] = []
        for change in changes {
            changed.append(change)
            guard issues[change.issue] != nil else {
                outcomes.append(.failed(Problem(.failure, "Issue \(change.key) does not exist.")))
                continue
            }
            switch changeFaults.removeValue(forKey: change.issue) {
            case .refused(let problem): outcomes.append(.failed(problem))
            case .lost(let isDone):
                for part in change.parts {
                    try await log(.changing(change.issue, part))
                    if isDone { carryOut(part, of: change) }
                }
                outcomes.append(.unknown(Self.lostAnswer))
            case nil:
                for part in change.parts {
                    try await log(.changing(change.issue, part))
                    try killSwitch.step()
                    carryOut(part, of: change)
                    try killSwitch.step()
                    try await log(.changed(change.issue, part))
                }
                outcomes.append(.done(()))
            }
        }
        return outcomes
    }

    /// Returns the refusal of a draft that Jira does not take: a summary is one line.
    private static func refusal(of draft: IssueDraft) -> Fault? {
        guard case .text(let summary) = draft.fields["summary"], summary.contains(where: \.isNewline) else {
            return nil
        }
        return .refused(Problem(.failure, "The summary must be one line"))
    }

    @discardableResult
    private func add(_ draft: IssueDraft) -> CreatedIssue {
        var issue = fresh(in: project)
        issue.marker = draft.marker
        for (name, value) in draft.fields {
            if name == "labels", case .list(let labels) = value {
                issue.labels = labels.sortedByUTF8
            } else {
                issue.fields[name] = Self.normalised(value, of: name)
            }
        }
        put(issue)
        created.append(CreatedIssue(id: issue.id, key: issue.key))
        return CreatedIssue(id: issue.id, key: issue.key, reading: issue)
    }

    private func carryOut(_ part: IssueChange.Part, of change: IssueChange) {
        guard var issue = issues[change.issue] else { return }
        switch part {
        case .edit: edit(change, &issue)
        case .comment:
            guard let comment = change.comment, lately[issue.id]?.contains(comment) != true else { return }
            comments[issue.id, default: []].append(comment)
            lately[issue.id, default: []].insert(comment)
        case .transition:
            switch change.transition {
            case .closed(let resolution) where !issue.isClosed: close(&issue, as: resolution ?? "Done")
            case .open where issue.isClosed: open(&issue)
            default: break
            }
        }
        put(issue)
    }

    private func edit(_ change: IssueChange, _ issue: inout Issue) {
        for (name, value) in change.fields { issue.fields[name] = Self.normalised(value, of: name) }
        let kept = issue.labels.filter { !change.removedLabels.contains($0) }
        let new = change.addedLabels.filter { !kept.contains($0) }
        issue.labels = (kept + new).sortedByUTF8
        if let marker = change.marker { issue.marker = marker }
        if change.isReleased { issue.marker = nil }
    }

    private static let lostAnswer = Problem(.failure, "The connection was lost before the answer came.")
}

extension InMemoryTracker {
    /// Lets one create go wrong.
    public func fail(creating row: RowKey, _ fault: Fault?) { createFaults[row] = fault }

    /// Lets one change go wrong.
    public func fail(changing issue: IssueID, _ fault: Fault?) { changeFaults[issue] = fault }

    /// Lets somebody else change Jira just before the next write.
    public func interfere(_ change: @escaping @Sendable (isolated InMemoryTracker) -> Void) {
        interference = change
    }

    /// Takes away the way back of an issue's workflow.
    public func strand(_ key: String) {
        if let issue = issue(key) { stuck.insert(issue.id) }
    }

    /// Freezes the search index as it is.
    public func freezeIndex() { index = labelled }

    /// Lets the search index catch up.
    public func catchUp() { index = nil }

    private var labelled: [IssueID] {
        issues.values.filter { $0.labels.contains(Marker.name) }.map(\.id).sorted()
    }
}

extension [String] {
    var sortedByUTF8: [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
