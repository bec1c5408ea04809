internal import JiraAPI
public import Reconciliation
public import Workflow

extension JiraConfiguration.Limits {
    /// Returns the number of calls that applying a plan makes when nothing goes wrong: no retry, no second look, every status
    /// one step from its goal.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - linked: The number of links' issues of the plan's rows, the actions' own issues included.
    ///   - fields: The mapped fields, as the configuration names them.
    ///   - deployment: The kind of Jira: a Data Center is asked for one issue at a time.
    /// - Returns: The number of calls; 0 for an empty plan.
    public func expectedCalls(
        applying plan: Plan,
        lookingAt linked: Int,
        fields: [FieldName] = [],
        on deployment: Deployment = .cloud
    ) -> Int {
        guard !plan.isEmpty else { return 0 }
        var tally = StepTally()
        for action in plan.actions where action.forecast.obstacle == nil { tally.add(action) }
        let proof = 3 + (fields.allSatisfy(FieldDirectory.isID) ? 0 : 1)
        let readBatch = deployment == .cloud ? self.readBatch : 1
        let batches = calls(linked, by: readBatch)
        // What is gone is looked for a second time, and believed of a caller who is proved again.
        let gone = plan.actions.count { $0.issue != nil && $0.precondition.issue == nil }
        let reading = batches + min(gone, batches) + (gone > 0 ? 2 : 0)
        // The youngest issues with the label, the highest key that the index knows, and the keys after that.
        let creates = tally.creates
        let claiming = creates > 0 ? 3 : 0
        let creating =
            claiming + calls(creates, by: createBatch) + calls(creates, by: readBatch)
            + (tally.asksForm ? 1 : 0)
        let changed = tally.changed
        let looks =
            deployment == .dataCenter
            ? tally.looked.count
            : changed.runs(of: smallReadBatch).count { run in run.contains(where: tally.looked.contains) }
        // One call submits a bulk operation, and one looks whether it is done.
        let moving = tally.moves + 2 * calls(tally.movedTogether, by: BulkTransition.size)
        let changing = looks + tally.edited.count + tally.statuses.count + moving + tally.comments
        let relating = tally.relations + (tally.relations > 0 ? 1 : 0)
        return proof + reading + creating + tally.people.count + changing + relating
            + calls(tally.related + changed.count, by: readBatch)
    }

    private func calls(_ count: Int, by batch: Int) -> Int { (count + batch - 1) / batch }
}

/// What the steps of a plan ask of Jira.
private struct StepTally {
    /// The issues that are changed, in the plan's order.
    var changed: [IssueID] = []
    /// The issues that are edited.
    var edited: Set<IssueID> = []
    /// The issues that are looked at again before they are changed.
    var looked: Set<IssueID> = []
    /// The names of the statuses that issues leave.
    var statuses: Set<String?> = []
    var (creates, relations, comments) = (0, 0, 0)
    /// How many new issues are related with others, and so read again at the end.
    var related = 0
    /// How many moves are made one by one, and how many together with others.
    var (moves, movedTogether) = (0, 0)
    /// Whether the form of a new issue has to be asked for.
    var asksForm = false
    /// The e-mail addresses that are looked up.
    var people: Set<String> = []

    mutating func add(_ action: Action) {
        for step in action.issueSteps { add(step, of: action) }
        guard action.operation == .create else { return }
        creates += 1
        if action.relates { related += 1 }
    }

    private mutating func add(_ step: IssueStep, of action: Action) {
        switch step {
        case .set(let name, _, let value): add(name, value, of: action)
        case .labels(_, let labels): add("labels", .list(labels), of: action)
        case .mark, .release: if let id = noteChange(by: action) { edited.insert(id) }
        case .comment:
            guard let id = noteChange(by: action) else { return }
            comments += 1
            looked.insert(id)
        // It goes with the move.
        case .resolution: _ = noteChange(by: action)
        case .move(let status, _):
            guard let id = noteChange(by: action) else { return }
            // On a longer way every status is left by a step, and asked once what leads on from it.
            let passed = action.forecast.via.dropLast()
            if action.forecast.isBulk { movedTogether += 1 } else { moves += 1 + passed.count }
            statuses.insert(status)
            statuses.formUnion(passed.map(Optional.some))
            looked.insert(id)
        case .relate:
            relations += 1
            _ = noteChange(by: action)
        }
    }

    /// Adds a field that is written.
    ///
    /// A plan does not say what sort of field it is: one for text that takes an address alone counts as one for people, too.
    private mutating func add(_ name: FieldName, _ value: FieldValue, of action: Action) {
        if !FieldWriter.isCommon(name, value) {
            asksForm = true
            people.formUnion(value.texts.filter(People.isAddress).map(People.form))
        }
        guard let id = noteChange(by: action) else { return }
        edited.insert(id)
        if name == "description" { looked.insert(id) }
    }

    /// Notes that an issue is changed, and returns it; nil for one that is still to be created.
    private mutating func noteChange(by action: Action) -> IssueID? {
        guard action.operation != .create, let id = action.issue else { return nil }
        if changed.last != id { changed.append(id) }
        return id
    }
}
