internal import JSON
internal import Reconciliation
internal import Workflow

/// How one issue is changed: the same in every version of the API but for how text travels.
struct IssueEditor: Sendable {
    let connection: JiraConnection
    let writer: FieldWriter
    let book: TransitionBook
    let choice: TransitionChoice
    /// How many statuses an issue may pass on its way.
    let hops: Int
    /// Looks where an issue stands now; nil when it is gone.
    let look: @Sendable (IssueID) async throws -> Standing?

    /// Makes a change, part by part.
    ///
    /// - Parameters:
    ///   - change: What is to become of the issue.
    ///   - present: The issue as it was read just now, where the change depends on it.
    /// - Throws: A refusal, which says how far it came.
    func carryOut(_ change: IssueChange, present: JSON?) async throws(Refusal) {
        if change.isEdit { try await edit(change, description: present?["fields"]?["description"]) }
        if let goal = change.transition {
            guard let standing = Standing(present) else {
                throw .failed(Problem(.failure, "\(change.key): Jira does not say where the issue stands."))
            }
            try await move(change, to: goal, from: standing)
        }
        if let comment = change.comment { try await add(comment, to: change) }
    }

    private func edit(_ change: IssueChange, description: JSON?) async throws(Refusal) {
        do {
            let body = try writer.body(change, description: description)
            let call = JiraCall.put(
                "/issue/\(change.issue)",
                body,
                endpoint: "/issue/{id}",
                issue: change.issue
            )
            _ = try await connection.send(call)
        } catch {
            throw Refusal(error, change)
        }
    }

    /// Adds a comment; one whose answer was lost is looked for first.
    ///
    /// It is sent once more only where Jira itself answered with an error and has no such comment: then it is through with
    /// the first. Without an answer, or with that of a gateway, it may still come to it.
    private func add(_ comment: String, to change: IssueChange) async throws(Refusal) {
        let path = "/issue/\(change.issue)/comment"
        let body: JSON = ["body": writer.format.value(comment)]
        let call = JiraCall.post(path, body, endpoint: "/issue/{id}/comment", issue: change.issue)
        do throws(JiraFailure) {
            _ = try await connection.send(call)
        } catch {
            guard error.effect == .unknown, let isThere = await hasComment(body["body"], path) else {
                throw Refusal(error, change)
            }
            guard !isThere else { return }
            guard [500, 503].contains(error.status) else { throw Refusal(error, change) }
            do throws(JiraFailure) {
                _ = try await connection.send(call)
            } catch {
                throw Refusal(error, change)
            }
        }
    }

    /// Whether one of the latest comments says the same; nil when Jira does not tell.
    private func hasComment(_ value: JSON?, _ path: String) async -> Bool? {
        let query = [(name: "orderBy", value: "-created"), (name: "maxResults", value: "20")]
        let look = try? await connection.send(.get(path, query, endpoint: "/issue/{id}/comment"))
        guard let comments = look?.json?["comments"]?.array, let text = value.flatMap(writer.format.text)
        else {
            return nil
        }
        return comments.contains { $0["body"].flatMap(writer.format.text) == text }
    }
}
