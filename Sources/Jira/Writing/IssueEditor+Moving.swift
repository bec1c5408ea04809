internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension IssueEditor {
    /// Moves an issue to a goal, over several statuses where the workflow has no direct way.
    ///
    /// The comment comes right before the step that arrives: an issue that no step leads on from gets none, and of a run that
    /// died the next one finds it younger than where the issue stands.
    func move(
        _ change: IssueChange,
        to goal: IssueChange.Goal,
        from start: IssuePosition,
        _ history: CommentHistory?
    ) async throws(ChangeFailure) {
        var isCommented = false
        var standing = start
        var visited: Set<String> = []
        // Set after something unexpected: what is known of the workflow is then asked for again, once.
        var isSecondTry = false
        while !goal.isReached(by: standing.status.category) {
            guard visited.count < hops else { throw .stuck(change, at: standing, from: start) }
            visited.insert(standing.status.id)
            let step = try await step(
                change,
                to: goal,
                from: standing,
                visited: visited,
                isFresh: isSecondTry
            )
            if case .arrives = step, !isCommented {
                try await comment(change, history)
                isCommented = true
            }
            switch step {
            case .arrives(let transition, let values), .approaches(let transition, let values):
                do throws(WriteFailure) {
                    try await take(transition, values, for: change)
                    (standing.status, isSecondTry) = (transition.target, false)
                } catch {
                    guard !isSecondTry, let now = await position(after: error, of: change, transition) else {
                        throw ChangeFailure(error, change)
                    }
                    if now.status.id == standing.status.id { visited.remove(now.status.id) }
                    (standing, isSecondTry) = (now, true)
                }
            case .stuck(let missing):
                guard !isSecondTry else { throw .stuck(change, at: standing, from: start, missing) }
                visited.remove(standing.status.id)
                isSecondTry = true
            }
        }
        if !isCommented { try await comment(change, history, isSettled: true) }
    }

    /// Returns the position of an issue after a step that failed; nil where it cannot stand elsewhere, or cannot be looked up.
    private func position(
        after error: WriteFailure,
        of change: IssueChange,
        _ transition: Transition
    ) async -> IssuePosition? {
        guard case .failed(let failure) = error, failure.mayStandElsewhere,
            let now = try? await look(change.issue)
        else { return nil }
        // Its answer was lost, not its effect.
        if failure.effect == .unknown, now.status.id == transition.target.id {
            await notes.tell(.changed(change.issue, .transition))
        }
        return now
    }

    /// Comments on an issue that one step without a field takes to a goal, and returns the step; nil for any other.
    func prepare(
        _ change: IssueChange,
        to goal: IssueChange.Goal,
        from start: IssuePosition,
        _ history: CommentHistory?
    ) async throws(ChangeFailure) -> Transition? {
        guard !goal.isReached(by: start.status.category) else { return nil }
        let step = try await step(change, to: goal, from: start, visited: [start.status.id], isFresh: false)
        guard case .arrives(let transition, let values) = step, values.isEmpty else { return nil }
        try await comment(change, history)
        return transition
    }

    private func step(
        _ change: IssueChange,
        to goal: IssueChange.Goal,
        from standing: IssuePosition,
        visited: Set<String>,
        isFresh: Bool
    ) async throws(ChangeFailure) -> TransitionChoice.Step {
        do {
            let (issue, key) = (change.issue, standing.key)
            let offer = try await transitions.offer(issue, key, isFresh: isFresh)
            let distances = try await transitions.distances(
                of: issue,
                to: goal,
                from: key,
                choice,
                hops: hops
            )
            return choice.step(goal, offer, visited: visited, distances: distances)
        } catch {
            throw ChangeFailure(looking: error, change)
        }
    }

    private func take(
        _ transition: Transition,
        _ values: [FieldName: String],
        for change: IssueChange
    ) async throws(WriteFailure) {
        var body: JSONObject = ["transition": ["id": .string(transition.id)]]
        if !values.isEmpty {
            let fields = values.sorted { $0.key < $1.key }.map {
                ($0.key, JSON.object(["id": .string($0.value)]))
            }
            body["fields"] = .object(JSONObject(fields))
        }
        let path = "/issue/\(change.issue)/transitions"
        let call = JiraCall.post(
            path,
            .object(body),
            endpoint: "/issue/{id}/transitions",
            issue: "\(change.issue)"
        )
        try await write(.transition, of: change, by: call)
    }
}

extension ChangeFailure {
    /// The failure of a move that no step leads on.
    fileprivate static func stuck(
        _ change: IssueChange,
        at standing: IssuePosition,
        from start: IssuePosition,
        _ missing: [String] = []
    ) -> ChangeFailure {
        .failed(
            .stuck(
                change.key,
                change.transition ?? .open,
                at: standing.status.name,
                from: start.status.name,
                missing: missing
            )
        )
    }
}

extension JiraFailure {
    /// Whether the issue may stand elsewhere than it was thought to, so that looking again makes sense.
    fileprivate var mayStandElsewhere: Bool { kind == .rejected || kind == .conflict || effect == .unknown }
}
