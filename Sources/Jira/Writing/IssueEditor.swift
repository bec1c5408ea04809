internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The change of one issue: the same in every version of the API but for the form of texts.
struct IssueEditor: Sendable {
    let connection: JiraConnection
    let writer: FieldWriter
    let transitions: TransitionCache
    let notes: JournalledWrites
    let choice: TransitionChoice
    /// The most statuses that an issue may pass on its way.
    let hops: Int
    /// Looks up the position of an issue as it is now; nil when the issue is gone.
    let look: @Sendable (IssueID) async throws -> IssuePosition?

    /// Makes a change, part by part.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - present: The issue as it was read just now, where the change depends on it.
    /// - Returns: The transition that is left to be made, together with those of other issues; nil when all is done.
    /// - Throws: A refusal, which says how far it came.
    func carryOut(_ change: IssueChange, present: JSON?) async throws(ChangeFailure) -> Transition? {
        if change.isEdit { try await edit(change, description: present?["fields"]?["description"]) }
        let history = CommentHistory(present, writer.format)
        guard let goal = change.transition else {
            try await comment(change, history)
            return nil
        }
        guard let standing = IssuePosition(present) else {
            throw .failed(.unknownPosition(change.key))
        }
        if change.isBulk, let step = try await prepare(change, to: goal, from: standing, history) {
            return step
        }
        try await move(change, to: goal, from: standing, history)
        return nil
    }

    /// Makes a move that was to be made together with others, and was not: from where the issue stands now.
    func moveAlone(_ change: IssueChange) async throws(ChangeFailure) {
        var change = change
        // That it is made was announced, and the comment added.
        change.comment = nil
        let standing: IssuePosition?
        do {
            standing = try await look(change.issue)
        } catch {
            throw ChangeFailure(looking: error, change)
        }
        guard let goal = change.transition, let standing else {
            throw .unknown(.unknownPosition(change.key))
        }
        guard !goal.isReached(by: standing.status.category) else {
            return await notes.tell(.changed(change.issue, .transition))
        }
        try await move(change, to: goal, from: standing, nil)
    }

    private func edit(_ change: IssueChange, description: JSON?) async throws(ChangeFailure) {
        let body: JSON
        do {
            body = try writer.body(change, description: description)
        } catch {
            throw ChangeFailure(error, change)
        }
        let call = JiraCall.put(
            "/issue/\(change.issue)",
            body,
            endpoint: "/issue/{id}",
            issue: "\(change.issue)"
        )
        do throws(WriteFailure) {
            try await write(.edit, of: change, by: call)
        } catch {
            guard case .failed(let failure) = error, failure.kind == .rejected, !failure.errors.fields.isEmpty
            else { throw ChangeFailure(error, change) }
            var problem = failure.problem(about: change.key)
            problem.hint = Problem.editHint
            throw .failed(problem)
        }
    }

    /// Sends a part of a change between two notes; without an answer that is certain there is no second one.
    func write(
        _ part: IssueChange.Part,
        of change: IssueChange,
        by call: JiraCall
    ) async throws(WriteFailure) {
        do throws(Problem) {
            try await notes.announce(.changing(change.issue, part))
        } catch {
            throw .unsent(error)
        }
        do throws(JiraFailure) {
            let answer = try await connection.send(call)
            if part == .comment, answer.json?["id"] == nil {
                let message = "Jira's answer is no comment."
                throw JiraFailure(.nonsense, message, effect: .unknown, call: call.name)
            }
        } catch {
            if error.effect == .none { await notes.tell(.unchanged(change.issue, part)) }
            throw .failed(error)
        }
        await notes.tell(.changed(change.issue, part))
    }
}
