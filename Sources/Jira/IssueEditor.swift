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

    /// Adds a comment; one whose answer was lost is looked for and not sent again.
    private func add(_ comment: String, to change: IssueChange) async throws(Refusal) {
        let path = "/issue/\(change.issue)/comment"
        let value = writer.format.value(comment)
        do throws(JiraFailure) {
            let call = JiraCall.post(
                path,
                ["body": value],
                endpoint: "/issue/{id}/comment",
                issue: change.issue
            )
            _ = try await connection.send(call)
        } catch {
            guard error.effect == .unknown else { throw Refusal(error, change) }
            let query = [(name: "orderBy", value: "-created"), (name: "maxResults", value: "20")]
            let look = try? await connection.send(.get(path, query, endpoint: "/issue/{id}/comment"))
            let texts = (look?.json?["comments"]?.array ?? []).compactMap {
                $0["body"].flatMap(writer.format.text)
            }
            guard texts.contains(where: { $0 == writer.format.text(value) }) else {
                throw Refusal(error, change)
            }
        }
    }
}
