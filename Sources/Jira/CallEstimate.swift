public import Reconciliation
internal import Workflow

extension JiraConfiguration.Limits {
    /// Returns how many calls applying a plan makes when nothing goes wrong: no retry, no second look, every status one step
    /// from where it is to be.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - linked: How many links' issues the plan's rows have, the actions' own issues included.
    /// - Returns: The number of calls; 0 for an empty plan.
    public func expectedCalls(applying plan: Plan, lookingAt linked: Int) -> Int {
        guard !plan.isEmpty else { return 0 }
        var changed: [IssueID] = []
        let special = [Change.status, Change.comment, Change.marker]
        var edited: Set<IssueID> = []
        var looked: Set<IssueID> = []
        var statuses: Set<ChangeValue> = []
        var steps = 0
        var comments = 0
        var creates = 0
        var hasOtherFields = false
        for action in plan.actions {
            for change in action.changes where change.side == .issue {
                if FieldWriter.common[change.field] == nil, !special.contains(change.field) {
                    hasOtherFields = true
                }
                guard action.operation != .create, let id = action.issue else { continue }
                if changed.last != id { changed.append(id) }
                switch change.field {
                case Change.comment: comments += 1
                case Change.status:
                    steps += 1
                    statuses.insert(change.from)
                    looked.insert(id)
                default:
                    edited.insert(id)
                    if change.field == "description" { looked.insert(id) }
                }
            }
            if action.operation == .create { creates += 1 }
        }
        let proof = 3
        let batches = calls(linked, by: readBatch)
        // What is gone is looked for a second time.
        let gone = plan.actions.count { $0.issue != nil && $0.precondition.issue == nil }
        let reading = batches + min(gone, batches)
        let creating =
            calls(creates, by: createBatch) + calls(creates, by: readBatch) + (hasOtherFields ? 1 : 0)
        let looks = changed.runs(of: smallReadBatch).count { run in run.contains(where: looked.contains) }
        let changing = looks + edited.count + statuses.count + steps + comments
        return proof + reading + creating + changing + calls(creates + changed.count, by: readBatch)
    }

    private func calls(_ count: Int, by batch: Int) -> Int { (count + batch - 1) / batch }
}
