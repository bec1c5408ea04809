/// Issues that are moved together, in the background.
struct BulkTask: Sendable {
    var id: String
    /// The issues and the transition that each is to make.
    var steps: [(issue: Int, transition: String)]
    /// The number of times that its progress will still be asked for before it is done.
    var looksLeft: Int
    var processed: [Int] = []
    var failed: [(issue: Int, reason: String)] = []
    var inaccessible = 0
    var isDone = false
}

extension Site {
    static let bulkTransitionRoutes = [
        Route("POST", "bulk/issues/transition", only: .cloud) { (site, request, _) throws(RequestRefusal) in
            try site.submitBulkTransition(try request.json())
        },
        Route("GET", "bulk/queue/{task}", only: .cloud) { (site, _, values) throws(RequestRefusal) in
            try site.progress(of: values[0])
        },
    ]

    private mutating func submitBulkTransition(_ body: JSONValue) throws(RequestRefusal) -> Answer {
        guard isAllowed("BULK_CHANGE") else {
            return Self.bulkError("You do not have permission to bulk change issues.", 403)
        }
        var task = BulkTask(id: "\(nextNumber())", steps: [], looksLeft: configuration.bulkLooks)
        var count = 0
        for input in body["bulkTransitionInputs"]?.elements ?? [] {
            guard let transition = input["transitionId"]?.text else {
                return Self.bulkError("The transition is missing.", 400)
            }
            for name in input["selectedIssueIdsOrKeys"]?.texts ?? [] {
                count += 1
                guard isAllowed("BROWSE_PROJECTS"), let issue = issue(name) else {
                    task.inaccessible += 1
                    continue
                }
                task.steps.append((issue.id, transition))
            }
        }
        guard count > 0 else { return Self.bulkError("No issues are selected.", 400) }
        guard count <= 1000 else {
            return Self.bulkError("The number of issues must not be more than 1000.", 400)
        }
        if task.looksLeft == 0 { carryOut(&task) }
        bulkTasks[task.id] = task
        return .json(["taskId": .string(task.id)], status: 201)
    }

    private mutating func carryOut(_ task: inout BulkTask) {
        task.isDone = true
        for step in task.steps {
            guard let issue = issue("\(step.issue)") else {
                task.inaccessible += 1
                continue
            }
            do throws(RequestRefusal) {
                try transition(issue, ["transition": ["id": .string(step.transition)]], version: .three)
                task.processed.append(step.issue)
            } catch {
                task.failed.append((step.issue, error.messages.first ?? "The transition is not valid."))
            }
        }
    }

    private mutating func progress(of id: String) throws(RequestRefusal) -> Answer {
        guard isAllowed("BULK_CHANGE"), var task = bulkTasks[id] else {
            return Self.bulkError("The task does not exist.", 400)
        }
        if !task.isDone {
            if task.looksLeft > 0 { task.looksLeft -= 1 } else { carryOut(&task) }
            bulkTasks[id] = task
        }
        var answer = JSONMembers()
        answer["taskId"] = .string(id)
        answer["submittedBy"] = ["accountId": .string(Account.id)]
        answer["status"] = .string(task.isDone ? "COMPLETE" : "RUNNING")
        answer["progressPercent"] = .integer(task.isDone ? 100 : 50)
        guard task.isDone else { return .json(.object(answer)) }
        answer["totalIssueCount"] = .integer(task.steps.count)
        answer["invalidOrInaccessibleIssueCount"] = .integer(task.inaccessible)
        answer["processedAccessibleIssues"] = .array(task.processed.map { .integer($0) })
        if !task.failed.isEmpty {
            var failed = JSONMembers()
            for failure in task.failed { failed["\(failure.issue)"] = [.string(failure.reason)] }
            answer["failedAccessibleIssues"] = .object(failed)
        }
        return .json(.object(answer))
    }

    private static func bulkError(_ message: String, _ status: Int) -> Answer {
        .json(["errors": [["message": .string(message)]]], status: status)
    }
}
