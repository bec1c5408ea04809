internal import JSON
public import Reconciliation
public import Workflow

extension JiraCloud {
    /// Relates issues with one another, and returns what became of each relation, in their order.
    ///
    /// Jira makes a relation that exists already no second time, so that one whose answer was lost may be sent again.
    public func relate(_ relations: [Relation]) async throws -> [Outcome<Void>] {
        guard !relations.isEmpty else { return [] }
        _ = try await proved()
        return try await relations.mapConcurrently(atOnce: configuration.limits.changesAtOnce) { relation in
            await self.relate(relation)
        }
    }

    private func relate(_ relation: Relation) async -> Outcome<Void> {
        guard !Task.isCancelled else { return .failed(.interrupted) }
        let body: JSON = [
            "type": ["name": .string(relation.kind.typeName)],
            "inwardIssue": ["key": .string(relation.key)],
            "outwardIssue": ["key": .string(relation.other)],
        ]
        var call = JiraCall.post("/issueLink", body)
        call.isRepeatable = true
        do throws(JiraFailure) {
            _ = try await connection.send(call)
            return .done(())
        } catch {
            let problem = error.problem(about: relation.key)
            return error.effect == .none ? .failed(problem) : .unknown(problem)
        }
    }

    /// Returns those of the given closed issues whose workflow has no way back to an open status.
    ///
    /// - Throws: A `Problem` when the account may not make transitions at all, which would look the same.
    public func deadEnds(among issues: [IssueID]) async throws -> Set<IssueID> {
        guard !issues.isEmpty else { return [] }
        _ = try await proved()
        let choice = TransitionChoice(
            closedStatuses: configuration.closedStatuses,
            openStatuses: configuration.openStatuses
        )
        var ends: Set<IssueID> = []
        for part in issues.runs(of: readBatch) {
            let look = try await fetch(part.map(IssueReference.id), fields: Standing.fields, marker: false)
            for id in part {
                guard let standing = Standing(look.issues[id]), standing.status.category == .done else {
                    continue
                }
                let offer: [Transition]
                do {
                    offer = try await book.offer(id, standing.key, isFresh: false)
                } catch let failure as JiraFailure {
                    throw failure.problem
                }
                if case .stuck = choice.step(.open, offer, visited: [standing.status.id]) { ends.insert(id) }
            }
        }
        if !ends.isEmpty, try await missingPermissions().contains("TRANSITION_ISSUES") {
            throw Problem(
                .credentials,
                "The account may not move issues in the project \(configuration.project)",
                hint: "Give it the permission Transition issues"
            )
        }
        return ends
    }
}

extension Relation.Kind {
    /// The name of the link type that every Jira starts out with.
    fileprivate var typeName: String {
        switch self {
        case .relates: "Relates"
        case .duplicates: "Duplicate"
        }
    }
}
