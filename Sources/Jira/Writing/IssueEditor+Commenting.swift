internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension IssueEditor {
    /// Adds a change's comment, unless the issue has it already.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - history: The comments before; nil when Jira did not tell.
    ///   - isSettled: Whether the issue stands where the comment was to take it.
    /// - Throws: A refusal.
    func comment(
        _ change: IssueChange,
        _ history: CommentHistory?,
        isSettled: Bool = false
    ) async throws(ChangeFailure) {
        guard let comment = change.comment else { return }
        let path = "/issue/\(change.issue)/comment"
        let value = writer.format.value(comment)
        guard let text = writer.format.text(value) else { return }
        var history = history
        if history?.isWhole == false {
            do throws(JiraFailure) {
                history?.comments = try await latestComments(path)
            } catch {
                throw ChangeFailure(looking: error, change)
            }
        }
        if history?.holds(text, isSettled: isSettled) == true {
            return await notes.tell(.changed(change.issue, .comment))
        }
        try await add(value, text, to: change, at: path, after: history)
    }

    /// Adds a comment; one whose answer was lost is looked for first.
    ///
    /// It is sent once more only where Jira itself answered with an error and has no such comment: then it is through with
    /// the first. Without an answer, or with that of a gateway, it may still come to it.
    private func add(
        _ value: JSON,
        _ text: String,
        to change: IssueChange,
        at path: String,
        after history: CommentHistory?
    ) async throws(ChangeFailure) {
        let call = JiraCall.post(
            path,
            ["body": value],
            endpoint: "/issue/{id}/comment",
            issue: "\(change.issue)"
        )
        do throws(WriteFailure) {
            try await write(.comment, of: change, by: call)
        } catch {
            guard case .failed(let failure) = error, failure.effect == .unknown,
                let comments = try? await latestComments(path)
            else { throw ChangeFailure(error, change) }
            var now = history ?? CommentHistory()
            now.comments = comments
            if now.holds(text, isSettled: false) {
                return await notes.tell(.changed(change.issue, .comment))
            }
            guard [409, 500, 503].contains(failure.status) else { throw ChangeFailure(error, change) }
            do throws(WriteFailure) {
                try await write(.comment, of: change, by: call)
            } catch {
                throw ChangeFailure(error, change)
            }
        }
    }

    /// Returns the latest comments, the youngest last.
    private func latestComments(_ path: String) async throws(JiraFailure) -> [CommentHistory.Comment] {
        let query = [(name: "orderBy", value: "-created"), (name: "maxResults", value: "100")]
        let answer = try await connection.send(.get(path, query, endpoint: "/issue/{id}/comment"))
        return try answer.list("comments").map { CommentHistory.Comment($0, writer.format) }.reversed()
    }
}
