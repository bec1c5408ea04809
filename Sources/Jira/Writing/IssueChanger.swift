internal import JSON
internal import JiraAPI
internal import Reconciliation
public import Workflow

extension JiraTracker {
    /// Changes issues, and returns what became of each, in their order.
    ///
    /// The log hears of each request before it is sent, and of its answer where that is certain. When the task is
    /// cancelled, changes that have begun are finished and no other begins.
    public func change(_ changes: [IssueChange], log: @escaping WriteLog) async throws -> [Outcome<Void>] {
        guard !changes.isEmpty else { return [] }
        _ = try await proved()
        let editor = IssueEditor(
            connection: connection,
            writer: try await fieldWriter(for: changes.map(\.fields)),
            book: book,
            notes: JournalledWrites(log: log),
            choice: TransitionChoice(
                closedStatuses: configuration.closedStatuses,
                openStatuses: configuration.openStatuses
            ),
            hops: configuration.limits.transitionHops,
            look: { issue in
                let look = try await self.fetch([.id(issue)], fields: IssuePosition.fields, marker: false)
                return IssuePosition(look.issues[issue])
            }
        )
        var endings: [Ending] = []
        for run in changes.runs(of: configuration.limits.smallReadBatch) {
            let present: Result<[IssueID: JSON], Problem>
            do {
                present = .success(try await presentIssues(Array(run)))
            } catch let problem as Problem {
                present = .failure(problem)
            }
            endings += try await run.mapConcurrently(atOnce: configuration.limits.changesAtOnce) { change in
                await Self.ending(of: change, present, editor)
            }
        }
        return try await finished(endings, changes, editor)
    }

    /// How far a change came.
    private enum Ending: Sendable {
        case ended(Outcome<Void>)
        /// A transition is left, to be made together with others.
        case moves(Transition)
    }

    /// Makes the transitions that are left, and returns what became of each change.
    private func finished(
        _ endings: [Ending],
        _ changes: [IssueChange],
        _ editor: IssueEditor
    ) async throws -> [Outcome<Void>] {
        let steps = zip(changes, endings).compactMap { change, ending in
            if case .moves(let transition) = ending { (change: change, transition: transition) } else { nil }
        }
        // The issues have their comments: what moves them is not left undone for an interruption.
        let result = await connection.stop.shield { () -> Result<Set<IssueID>, Problem> in
            do throws(Problem) {
                return .success(steps.count > 1 ? try await self.moveTogether(steps, editor.notes) : [])
            } catch {
                return .failure(error)
            }
        }
        let moved: Set<IssueID>
        switch result {
        case .success(let issues): moved = issues
        case .failure(let problem):
            return endings.map { if case .ended(let outcome) = $0 { outcome } else { .failed(problem) } }
        }
        let rest = zip(changes, endings).map { (change: $0, ending: $1) }
        return try await rest.mapConcurrently(atOnce: configuration.limits.changesAtOnce) { one in
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
        _ editor: IssueEditor
    ) async -> Ending {
        guard !Task.isCancelled else { return .ended(.failed(.interrupted)) }
        var issue: JSON?
        if change.fields["description"] != nil || change.transition != nil {
            switch present {
            case .success(let issues): issue = issues[change.issue]
            case .failure(let problem): return .ended(.failed(problem))
            }
            guard issue != nil else {
                let summary = "\(change.key): the issue does not exist, or the account may not see it."
                return .ended(.failed(Problem(.failure, summary)))
            }
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

    /// Reads what the changes depend on: descriptions, which hold people's text, where the issues stand, and what was said
    /// of that.
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
}

extension Problem {
    static let interrupted = Problem(.interrupted, "The run was interrupted.")
}
