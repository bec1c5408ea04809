internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The changes of issues, several at a time; one issue is changed by an ``IssueEditor``.
struct IssueChanger: Sendable {
    let session: JiraSession
    let notes: JournalledWrites

    /// Changes issues; see ``JiraTracker/change(_:log:)``.
    func change(_ changes: [IssueChange]) async throws -> [Outcome<Void>] {
        guard !changes.isEmpty else { return [] }
        _ = try await session.proved()
        let fetcher = IssueFetcher(session: session)
        let editor = IssueEditor(
            connection: session.connection,
            writer: try await FieldWriter(for: changes.map(\.fields), in: session),
            transitions: session.transitions,
            notes: notes,
            choice: session.choice,
            hops: session.configuration.limits.transitionHops,
            look: { try await fetcher.position(of: $0) }
        )
        let limits = session.configuration.limits
        var endings: [Ending] = []
        for run in changes.runs(of: limits.smallReadBatch) {
            let present: Result<[IssueID: JSON], Problem>
            do {
                present = .success(try await presentIssues(Array(run)))
            } catch let problem as Problem {
                present = .failure(problem)
            }
            endings += try await run.mapConcurrently(atOnce: limits.changesAtOnce) { change in
                await Self.ending(of: change, present, by: editor)
            }
        }
        return try await finished(zip(changes, endings).map { (change: $0, ending: $1) }, by: editor)
    }

    /// The end of a change, or the part that is left of it.
    private enum Ending: Sendable {
        case ended(Outcome<Void>)
        /// A transition is left, to be made together with others.
        case moves(Transition)
    }

    /// Makes the transitions that are left, and returns the outcome of each change.
    private func finished(
        _ changes: [(change: IssueChange, ending: Ending)],
        by editor: IssueEditor
    ) async throws -> [Outcome<Void>] {
        let steps = changes.compactMap { change, ending in
            if case .moves(let transition) = ending { (change: change, transition: transition) } else { nil }
        }
        let mover = BulkMover(connection: session.connection, notes: notes)
        // The issues have their comments: what moves them is not left undone for an interruption.
        let result = await session.connection.stop.shield { () -> Result<Set<IssueID>, Problem> in
            do throws(Problem) {
                return .success(steps.count > 1 ? try await mover.move(steps) : [])
            } catch {
                return .failure(error)
            }
        }
        let moved: Set<IssueID>
        switch result {
        case .success(let issues): moved = issues
        case .failure(let problem):
            return changes.map {
                if case .ended(let outcome) = $0.ending { outcome } else { .failed(problem) }
            }
        }
        let limit = session.configuration.limits.changesAtOnce
        return try await changes.mapConcurrently(atOnce: limit) { one in
            if case .ended(let outcome) = one.ending { return outcome }
            if moved.contains(one.change.issue) { return .done(()) }
            guard !Task.isCancelled else { return .failed(.interrupted) }
            return await editor.connection.stop.shield {
                do throws(ChangeFailure) {
                    try await editor.moveAlone(one.change)
                    return .done(())
                } catch {
                    return error.outcome
                }
            }
        }
    }

    private static func ending(
        of change: IssueChange,
        _ present: Result<[IssueID: JSON], Problem>,
        by editor: IssueEditor
    ) async -> Ending {
        guard !Task.isCancelled else { return .ended(.failed(.interrupted)) }
        var issue: JSON?
        if change.fields["description"] != nil || change.transition != nil || change.comment != nil {
            switch present {
            case .success(let issues): issue = issues[change.issue]
            case .failure(let problem): return .ended(.failed(problem))
            }
            guard issue != nil else { return .ended(.failed(.hiddenIssue(change.key))) }
        }
        return await editor.connection.stop.shield { [issue] in
            do throws(ChangeFailure) {
                let step = try await editor.carryOut(change, present: issue)
                return step.map(Ending.moves) ?? .ended(.done(()))
            } catch {
                return .ended(error.outcome)
            }
        }
    }

    /// Reads what the changes depend on: descriptions, which hold people's text, positions in the workflow, and comments.
    private func presentIssues(_ changes: [IssueChange]) async throws -> [IssueID: JSON] {
        let needed = changes.filter {
            $0.fields["description"] != nil || $0.transition != nil || $0.comment != nil
        }
        guard !needed.isEmpty, !Task.isCancelled else { return [:] }
        var fields: [FieldName] = needed.contains { $0.transition != nil } ? IssuePosition.fields : ["status"]
        if needed.contains(where: { $0.fields["description"] != nil }) { fields.append("description") }
        // A run that died may have added the comment already.
        if needed.contains(where: { $0.comment != nil }) { fields += CommentHistory.fields }
        let references = Set(needed.map(\.issue)).sorted().map(IssueReference.id)
        let fetcher = IssueFetcher(session: session)
        var look = try await fetcher.fetch(references, fields: fields, marker: false)
        let absent = references.filter { look.issue($0) == nil }
        if !absent.isEmpty {
            try await session.pause(session.configuration.limits.secondLook)
            let second = try await fetcher.fetch(absent, fields: fields, marker: false)
            look.issues.merge(second.issues) { first, _ in first }
        }
        return look.issues
    }
}
