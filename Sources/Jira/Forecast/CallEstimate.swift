internal import JiraAPI
public import Reconciliation
public import Workflow

/// The writes of a plan that nothing is in the way of.
private struct WriteTally {
    var changed: [IssueID] = []
    var edited: Set<IssueID> = []
    var looked: Set<IssueID> = []
    var statuses: Set<ChangeValue> = []
    var (steps, together, comments, relations, creates) = (0, 0, 0, 0, 0)
    var asksForm = false
    var people: Set<String> = []

    init(_ plan: Plan) {
        for action in plan.actions where action.forecast.obstacle == nil {
            for change in action.changes where change.side == .issue {
                if [Change.relates, Change.duplicates].contains(change.field) { relations += 1 }
                if change.isEdit, change.field != Change.marker, !change.isCommon {
                    asksForm = true
                    people.formUnion(change.addresses)
                }
                guard action.operation != .create, let id = action.issue else { continue }
                if changed.last != id { changed.append(id) }
                if change.field == Change.comment { comments += 1 }
                if change.field == Change.status {
                    // On a longer way every status is left by a step, and asked once what leads on from it.
                    let passed = action.forecast.via.dropLast()
                    if action.forecast.isBulk { together += 1 } else { steps += 1 + passed.count }
                    statuses.formUnion([change.from] + passed.map(ChangeValue.text))
                }
                if change.isEdit { edited.insert(id) }
                if [Change.status, Change.comment, "description"].contains(change.field) {
                    looked.insert(id)
                }
            }
            if action.operation == .create { creates += 1 }
        }
    }
}

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
        let writes = WriteTally(plan)
        let proof = 3 + (fields.allSatisfy(FieldDirectory.isID) ? 0 : 1)
        let readBatch = deployment == .cloud ? self.readBatch : 1
        let batches = calls(linked, by: readBatch)
        // What is gone is looked for a second time, and believed of a caller who is proved again.
        let gone = plan.actions.count { $0.issue != nil && $0.precondition.issue == nil }
        let reading = batches + min(gone, batches) + (gone > 0 ? 2 : 0)
        // The youngest issues with the label, the highest key that the index knows, and the keys after that.
        let claiming = writes.creates > 0 ? 3 : 0
        let creating =
            claiming + calls(writes.creates, by: createBatch) + calls(writes.creates, by: readBatch)
            + (writes.asksForm ? 1 : 0)
        let looks =
            deployment == .dataCenter
            ? writes.looked.count
            : writes.changed.runs(of: smallReadBatch).count { run in
                run.contains(where: writes.looked.contains)
            }
        // One call submits a bulk operation, and one looks whether it is done.
        let moving = writes.steps + 2 * calls(writes.together, by: BulkTransition.size)
        let changing = looks + writes.edited.count + writes.statuses.count + moving + writes.comments
        let relating = writes.relations + (writes.relations > 0 ? 1 : 0)
        return proof + reading + creating + writes.people.count + changing + relating
            + calls(writes.creates + writes.changed.count, by: readBatch)
    }

    private func calls(_ count: Int, by batch: Int) -> Int { (count + batch - 1) / batch }
}

extension Change {
    /// Whether it goes into the request that edits an issue: a resolution goes with the transition, and a relation is a
    /// request of its own.
    fileprivate var isEdit: Bool {
        let others = [
            Change.status, Change.comment, Change.resolution, Change.relates, Change.duplicates,
        ]
        return !others.contains(field)
    }

    /// Whether the field can be written without asking for its form.
    fileprivate var isCommon: Bool { FieldWriter.isCommon(field, FieldValue(to)) }

    /// The e-mail addresses that the field is given, each of which is looked up.
    ///
    /// A plan does not say what sort of field it is: one for text that takes an address alone counts, too.
    fileprivate var addresses: [String] {
        FieldValue(to).texts.filter(People.isAddress).map(People.form)
    }
}
