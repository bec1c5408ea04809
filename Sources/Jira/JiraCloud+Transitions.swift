internal import JSON
internal import Reconciliation
internal import Workflow

/// What the steps on offer depend on.
struct TransitionKey: Hashable, Sendable {
    var project: String
    var issueType: String
    var status: String
}

/// Where an issue stands, as far as its next step depends on it.
struct Standing: Hashable, Sendable {
    var project: String
    var issueType: String
    var status: IssueStatus

    /// Reads it off an issue's fields; nil when they lack one.
    init?(_ issue: JSON?) {
        guard let fields = issue?["fields"], let status = IssueStatus(fields["status"]),
            let project = fields["project"]?["id"]?.string, let type = fields["issuetype"]?["id"]?.string
        else { return nil }
        self.status = status
        self.project = project
        issueType = type
    }

    static let fields: [FieldName] = ["status", "issuetype", "project"]

    var key: TransitionKey { TransitionKey(project: project, issueType: issueType, status: status.id) }
}

extension JiraCloud {
    /// Moves an issue to a goal, over several statuses where the workflow has no direct way.
    func move(_ change: IssueChange, to goal: IssueChange.Goal, from start: Standing) async throws(Refusal) {
        let choice = TransitionChoice(
            closedStatuses: configuration.closedStatuses,
            openStatuses: configuration.openStatuses
        )
        var standing = start
        var visited: Set<String> = []
        var isRetry = false
        while !goal.isReached(by: standing.status.category) {
            guard visited.count < configuration.limits.transitionHops else {
                throw stuck(change, standing, start, [])
            }
            visited.insert(standing.status.id)
            let offer = try await offer(change, standing, isFresh: isRetry)
            let step = choice.step(
                goal,
                offer,
                visited: visited,
                arriving: await arriving(standing, goal, choice)
            )
            let (transition, values): (Transition, [FieldName: String])
            switch step {
            case .arrives(let found, let fields), .approaches(let found, let fields):
                (transition, values) = (found, fields)
            case .stuck(let missing):
                // What is kept may be out of date, or hold for another issue only.
                guard !isRetry else { throw stuck(change, standing, start, missing) }
                isRetry = true
                visited.remove(standing.status.id)
                continue
            }
            do throws(JiraFailure) {
                try await transit(change, transition, values)
                standing.status = transition.target
                isRetry = false
            } catch {
                let isAnotherTryWorthIt =
                    error.kind == .rejected || error.kind == .conflict || error.effect == .unknown
                guard isAnotherTryWorthIt, !isRetry else { throw refusal(error, change) }
                // The issue may stand elsewhere than it was thought to, or the answer was lost: look again.
                guard let now = try await look(at: change) else { throw refusal(error, change) }
                if now.status.id == standing.status.id { visited.remove(now.status.id) }
                standing = now
                isRetry = true
            }
        }
    }

    private func transit(
        _ change: IssueChange,
        _ transition: Transition,
        _ values: [FieldName: String]
    ) async throws(JiraFailure) {
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
            issue: change.issue
        )
        _ = try await connection.send(call)
    }

    /// Returns the steps that lead on; kept by project, type and status, since they belong to the workflow.
    private func offer(
        _ change: IssueChange,
        _ standing: Standing,
        isFresh: Bool
    ) async throws(Refusal) -> [Transition] {
        let task: Task<[Transition], any Error>
        if !isFresh, let kept = transitions[standing.key] {
            task = kept
        } else {
            task = Task { try await self.readTransitions(of: change.issue) }
            transitions[standing.key] = task
        }
        do {
            return try await task.value
        } catch {
            transitions[standing.key] = nil
            throw refusal(error, change)
        }
    }

    private func readTransitions(of issue: IssueID) async throws -> [Transition] {
        let query = [(name: "expand", value: "transitions.fields")]
        let call = JiraCall.get("/issue/\(issue)/transitions", query, endpoint: "/issue/{id}/transitions")
        return (try await connection.send(call).json?["transitions"]?.array ?? []).compactMap {
            Transition($0)
        }
    }

    /// The statuses of the workflow from which a step to the goal is known.
    private func arriving(
        _ standing: Standing,
        _ goal: IssueChange.Goal,
        _ choice: TransitionChoice
    ) async -> Set<String> {
        var statuses: Set<String> = []
        for (key, task) in transitions
        where key.project == standing.project && key.issueType == standing.issueType {
            guard key.status != standing.status.id, let offer = try? await task.value else { continue }
            if case .arrives = choice.step(goal, offer, visited: []) { statuses.insert(key.status) }
        }
        return statuses
    }

    private func look(at change: IssueChange) async throws(Refusal) -> Standing? {
        do {
            let look = try await fetch([.id(change.issue)], fields: Standing.fields, marker: false)
            return Standing(look.issues[change.issue])
        } catch {
            throw refusal(error, change)
        }
    }

    private func stuck(
        _ change: IssueChange,
        _ standing: Standing,
        _ start: Standing,
        _ missing: [String]
    ) -> Refusal {
        let wanted = if case .closed? = change.transition { "done" } else { "open" }
        var summary =
            "\(change.key): no transition leads from \"\(standing.status.name)\" to a status that is \(wanted)."
        if standing.status != start.status {
            summary += " The issue was moved there from \"\(start.status.name)\"."
        }
        var hint = "Move the issue in Jira, or give the account the permission Transition issues."
        if !missing.isEmpty {
            summary += " The workflow asks for: \(missing.joined(separator: ", "))."
            hint =
                "Fill in these fields in Jira and move the issue there, or make them optional on the transition's screen."
        }
        return .failed(Problem(.failure, summary, hint: hint))
    }
}
