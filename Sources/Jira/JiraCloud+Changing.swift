internal import JSON
internal import Reconciliation
public import Workflow

/// Why a change was not, or not wholly, made.
enum Refusal: Error, Sendable {
    case failed(Problem)
    case unknown(Problem)

    var outcome: Outcome<Void> {
        switch self {
        case .failed(let problem): .failed(problem)
        case .unknown(let problem): .unknown(problem)
        }
    }
}

extension JiraCloud {
    /// Changes issues, and returns what became of each, in their order.
    public func change(_ changes: [IssueChange]) async throws -> [Outcome<Void>] {
        guard !changes.isEmpty else { return [] }
        _ = try await proved()
        let writer = try await fieldWriter(for: changes.map(\.fields))
        var outcomes: [Outcome<Void>] = []
        for run in changes.runs(of: configuration.limits.smallReadBatch) {
            let present = try await presentIssues(Array(run))
            outcomes += try await run.mapConcurrently(atOnce: configuration.limits.changesAtOnce) { change in
                do throws(Refusal) {
                    try await self.carryOut(change, present, writer)
                    return .done(())
                } catch {
                    return error.outcome
                }
            }
        }
        return outcomes
    }

    /// Reads what the changes depend on: descriptions, which hold people's text, and where the issues stand.
    private func presentIssues(_ changes: [IssueChange]) async throws -> [IssueID: JSON] {
        let needed = changes.filter { $0.fields["description"] != nil || $0.transition != nil }
        guard !needed.isEmpty else { return [:] }
        var fields: [FieldName] = needed.contains { $0.transition != nil } ? Standing.fields : ["status"]
        if needed.contains(where: { $0.fields["description"] != nil }) { fields.append("description") }
        let references = Set(needed.map(\.issue)).sorted().map(IssueReference.id)
        var look = try await fetch(references, fields: fields, marker: false)
        let absent = references.filter { look.issue($0) == nil }
        if !absent.isEmpty {
            try await pause(configuration.limits.secondLook)
            look.issues.merge(try await fetch(absent, fields: fields, marker: false).issues) { first, _ in
                first
            }
        }
        return look.issues
    }

    private func carryOut(
        _ change: IssueChange,
        _ present: [IssueID: JSON],
        _ writer: FieldWriter
    ) async throws(Refusal) {
        let issue = present[change.issue]
        if issue == nil, change.fields["description"] != nil || change.transition != nil {
            throw .failed(
                Problem(.failure, "\(change.key): the issue does not exist, or the account may not see it.")
            )
        }
        if change.isEdit { try await edit(change, issue, writer) }
        if let goal = change.transition {
            guard let standing = Standing(issue) else {
                throw .failed(Problem(.failure, "\(change.key): Jira does not say where the issue stands."))
            }
            try await move(change, to: goal, from: standing)
        }
        if let comment = change.comment { try await add(comment, to: change) }
    }

    private func edit(_ change: IssueChange, _ present: JSON?, _ writer: FieldWriter) async throws(Refusal) {
        do {
            let body = try writer.body(change, description: present?["fields"]?["description"])
            let call = JiraCall.put(
                "/issue/\(change.issue)",
                body,
                endpoint: "/issue/{id}",
                issue: change.issue
            )
            _ = try await connection.send(call)
        } catch {
            throw refusal(error, change)
        }
    }

    /// Adds a comment; one whose answer was lost is looked for and not sent again.
    private func add(_ comment: String, to change: IssueChange) async throws(Refusal) {
        let path = "/issue/\(change.issue)/comment"
        let value = format.value(comment)
        do throws(JiraFailure) {
            let call = JiraCall.post(
                path,
                ["body": value],
                endpoint: "/issue/{id}/comment",
                issue: change.issue
            )
            _ = try await connection.send(call)
        } catch {
            guard error.effect == .unknown else { throw refusal(error, change) }
            let query = [(name: "orderBy", value: "-created"), (name: "maxResults", value: "20")]
            let look = try? await connection.send(.get(path, query, endpoint: "/issue/{id}/comment"))
            let texts = (look?.json?["comments"]?.array ?? []).compactMap { $0["body"].flatMap(format.text) }
            guard texts.contains(where: { $0 == format.text(value) }) else { throw refusal(error, change) }
        }
    }

    /// What a failure means for one change.
    func refusal(_ error: any Error, _ change: IssueChange) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let problem as Problem: return .failed(problem)
        case let failure as JiraFailure:
            let problem = failure.problem(about: change.key)
            return failure.effect == .none ? .failed(problem) : .unknown(problem)
        default: return .failed(Problem(.failure, "\(change.key): \(error)"))
        }
    }
}
