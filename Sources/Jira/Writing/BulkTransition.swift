internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// Transitions that go to Jira in one request, and are made by it in the background.
struct BulkTransition: Sendable {
    /// The most issues in one request; Jira's limit.
    static let size = 1000

    /// The issues by the id of the transition that each is to make.
    let inputs: [(transition: String, issues: [IssueID])]

    init(_ steps: some Sequence<(issue: IssueID, transition: String)>) {
        var issues: [String: [IssueID]] = [:]
        for step in steps { issues[step.transition, default: []].append(step.issue) }
        inputs = issues.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The request.
    ///
    /// No mail goes out for the bulk operation itself: each issue has got a comment that says why.
    var call: JiraCall {
        let inputs = inputs.map { input -> JSON in
            [
                "selectedIssueIdsOrKeys": .array(input.issues.map { .string("\($0)") }),
                "transitionId": .string(input.transition),
            ]
        }
        let body: JSON = ["bulkTransitionInputs": .array(inputs), "sendBulkNotification": false]
        return .post("/bulk/issues/transition", body)
    }

    /// The state of a bulk operation.
    enum Progress: Hashable, Sendable {
        case running
        /// It ended, and moved these issues; of the others nothing is known.
        case ended(moved: Set<IssueID>)

        init(_ json: JSON?) {
            let moved = (json?["processedAccessibleIssues"]?.array ?? []).compactMap { id in
                (id.integer.map(String.init) ?? id.string).flatMap { IssueID($0) }
            }
            switch json?["status"]?.string {
            case "COMPLETE", "FAILED", "CANCELLED", "DEAD": self = .ended(moved: Set(moved))
            default: self = .running
            }
        }
    }

    /// The wait before the progress is asked for the next time.
    static func wait(before look: Int) -> Duration {
        [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)][min(look, 3)]
    }

    /// The number of times that the progress is asked for before the issues themselves are: about ten minutes.
    static let looks = 150
}

/// The moves of issues by Jira's bulk operation.
struct BulkMover: Sendable {
    let connection: JiraConnection
    let notes: JournalledWrites

    /// Moves issues by Jira's bulk operation, and returns those that it moved.
    ///
    /// Whatever goes wrong here the issues themselves can tell: the rest is moved one by one, from where it stands then.
    func move(
        _ steps: [(change: IssueChange, transition: Transition)]
    ) async throws(Problem) -> Set<IssueID> {
        var moved: Set<IssueID> = []
        for part in steps.runs(of: BulkTransition.size) {
            for step in part { try await notes.announce(.changing(step.change.issue, .transition)) }
            let bulk = BulkTransition(part.lazy.map { ($0.change.issue, $0.transition.id) })
            do throws(JiraFailure) {
                let answer = try await connection.send(bulk.call)
                guard let task = answer.json?["taskId"]?.string, !task.isEmpty else { continue }
                moved.formUnion(try await result(of: task))
            } catch {
                continue
            }
            for step in part where moved.contains(step.change.issue) {
                await notes.tell(.changed(step.change.issue, .transition))
            }
        }
        return moved
    }

    private func result(of task: String) async throws(JiraFailure) -> Set<IssueID> {
        let call = JiraCall.get("/bulk/queue/\(task.percentEncoded)", endpoint: "/bulk/queue/{task}")
        for look in 0..<BulkTransition.looks {
            let wait = BulkTransition.wait(before: look)
            try await connection.pause(wait, reason: look < 4 ? nil : "Jira moves the issues")
            if case .ended(let moved) = .init((try await connection.send(call)).json)
                as BulkTransition.Progress
            {
                return moved
            }
        }
        return []
    }
}
