import Reconciliation

/// Makes the state that follows from what was done.
struct NextState {
    private let settings: Settings
    private let fingerprint: Fingerprint
    private let after: AffectedSides
    /// The operation of each create that was done, by row.
    private let operations: [RowKey: String]
    /// The rows that do not name the issue yet which was created for them.
    private let unwritten: Set<RowKey>
    /// The issues that were closed or opened, though people may have moved them again since.
    private let arrived: Set<IssueID>
    private let bases: FieldBases

    init(
        settings: Settings,
        after: AffectedSides,
        operations: [RowKey: String],
        unwritten: Set<RowKey> = [],
        arrived: Set<IssueID> = []
    ) {
        self.unwritten = unwritten
        self.arrived = arrived
        self.settings = settings
        self.fingerprint = settings.fingerprint
        self.after = after
        self.operations = operations
        self.bases = FieldBases(settings)
    }

    /// Returns the links after an apply.
    ///
    /// - Parameters:
    ///   - links: The links before.
    ///   - results: What was done.
    ///   - created: The issues that were created, by the row they were created for.
    ///   - unsettled: The rows of which an action was not done or a conflict waits; their text stays as the base has it.
    /// - Returns: The links, sorted.
    func links(
        from links: [Link],
        results: [ActionResult],
        created: [RowKey: CreatedIssue],
        unsettled: Set<RowKey>
    ) -> [Link] {
        var byRow: [RowKey: [Link]] = [:]
        var rest: [Link] = []
        let touchedRows = Set(results.map(\.action.row))
        // That a row's key changed is true whether or not the issue could be told.
        let moved = RowRenameCheck(results.lazy.filter { !$0.isStale }.map(\.action)).moves
        for link in links {
            if let row = moved[link.issue]?[link.row] {
                var link = link
                link.row = row
                byRow[row, default: []].append(link)
            } else if touchedRows.contains(link.row) {
                byRow[link.row, default: []].append(link)
            } else {
                rest.append(link)
            }
        }
        // Links are made before they are settled: a plan may adopt an issue and close it.
        let linking: Set<Operation> = [.create, .follow, .adopt]
        let done = results.filter(\.isDone)
        let ordered =
            done.filter { linking.contains($0.action.operation) }
            + done.filter { !linking.contains($0.action.operation) }
        for result in ordered {
            let row = result.action.row
            apply(
                result.action,
                to: &byRow[row, default: []],
                created: created[row],
                isSettled: !unsettled.contains(row)
            )
        }
        return (rest + byRow.values.joined()).sorted()
    }

    private func apply(
        _ action: Action,
        to links: inout [Link],
        created: CreatedIssue?,
        isSettled: Bool
    ) {
        switch action.operation {
        case .create:
            if let old = action.issue { links.removeAll { $0.issue == old } }
            // A run that was cut short is recorded late: its issue may have been linked otherwise meanwhile.
            guard let created, !links.contains(where: { $0.issue == created.id }) else { return }
            for index in links.indices where links[index].decision == .audit { links[index].decision = nil }
            var link = newLink(
                action,
                to: created.id,
                key: created.key,
                .managed,
                operation: operations[action.row]
            )
            // A link has the key that stands in the row: the next plan replaces it there.
            if let old = action.key, unwritten.contains(action.row) { link.key = old }
            links.append(link)
        case .follow:
            guard let issue = action.issue.flatMap({ after.issues[$0] }) else { return }
            links.append(newLink(action, to: issue.id, key: issue.key, .followed))
        case .adopt:
            guard let issue = action.issue.flatMap({ after.issues[$0] }) else { return }
            var link = newLink(
                action,
                to: issue.id,
                key: issue.key,
                .managed,
                operation: issue.marker?.operation
            )
            if let row = after.rows[action.row] {
                link.fields = bases.adopted(row, issue)
                // What has no base is to be looked at, though it did not change.
                if link.fields.contains(where: { $0 == .unknown($0.name) }) { link.content = nil }
            }
            links.append(link)
        default:
            if action.dropsLink { links.removeAll { $0.issue == action.issue } }
            for index in links.indices { settle(&links[index], action, isSettled: isSettled) }
        }
    }

    private func newLink(
        _ action: Action,
        to id: IssueID,
        key: String,
        _ kind: Link.Kind,
        operation: String? = nil
    ) -> Link {
        let issue = after.issues[id]
        var link = Link(
            row: action.row,
            path: action.path,
            issue: id,
            key: issue?.key ?? key,
            kind: kind,
            agreed: .open,
            category: issue?.status.category ?? .new,
            operation: operation
        )
        // An adopted issue counts as seen open, so that its being closed is still news when its row could not be written.
        if kind == .managed, link.category == .done { link.category = .new }
        guard let row = after.rows[action.row] else { return link }
        link.text = fingerprint.text(of: row)
        if kind == .managed {
            link.content = fingerprint.content(of: row)
            link.fields = bases.fields(of: row, issue)
        }
        return link
    }

    /// Brings a link of the action's row up to what both sides are now.
    private func settle(_ link: inout Link, _ action: Action, isSettled: Bool) {
        let isOwn = link.issue == action.issue
        let isRowWide = [.resolve, .unresolve, .accept].contains(action.operation)
        guard isOwn || isRowWide, isTrue(action) else { return }
        switch action.operation {
        case .close, .resolve: link.agreed = .resolved
        case .accept where isOwn: link.agreed = .accepted
        case .reopen, .unresolve: link.agreed = .open
        default: break
        }
        if isOwn { link.decision = nil }
        let issue = after.issues[link.issue]
        if let issue {
            link.category =
                isMovedSince(action, issue) ? (issue.isClosed ? .new : .done) : issue.status.category
            link.key = issue.key
        }
        link.row = action.row
        link.path = action.path
        if isOwn { for case .agree(_, let agreed) in action.linkSteps { link.agreed = agreed } }
        guard let row = after.rows[action.row] else { return }
        if isSettled {
            link.text = fingerprint.text(of: row)
            if link.kind == .managed { link.content = fingerprint.content(of: row) }
        }
        guard isOwn, link.kind == .managed else { return }
        link.fields = bases.fields(link.fields, after: action, of: row, issue)
    }

    /// Whether people moved an issue again since an action closed or opened it: what they did is still news then.
    private func isMovedSince(_ action: Action, _ issue: Issue) -> Bool {
        guard arrived.contains(issue.id), issue.id == action.issue else { return false }
        return action.operation == (issue.isClosed ? .reopen : .close)
    }

    /// Whether both sides are as an action was to make them: a trigger or an automation may have undone it at once, and
    /// then it is still to be done.
    private func isTrue(_ action: Action) -> Bool {
        let row = after.rows[action.row]
        let issue = action.issue.flatMap { after.issues[$0] }
        return switch action.operation {
        case .resolve: row?.hasDebt != true
        case .unresolve: row?.hasDebt != false
        case .close: issue.map { $0.isClosed || isMovedSince(action, $0) } ?? true
        case .reopen: issue.map { !$0.isClosed || isMovedSince(action, $0) } ?? true
        default: true
        }
    }
}
