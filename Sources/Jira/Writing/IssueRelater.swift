internal import JSON
internal import JiraAPI
public import Workflow

extension JiraTracker {
    /// Relates issues with one another, and returns what became of each relation, in their order.
    ///
    /// Jira makes a relation that exists already no second time, so that one whose answer was lost is sent again. Nothing
    /// but an unproved caller ends it: without link types each relation fails alone.
    public func relate(_ relations: [Relation]) async throws -> [Outcome<Void>] {
        guard !relations.isEmpty else { return [] }
        _ = try await proved()
        let types: Result<[LinkType], Problem>
        do {
            types = .success(try await linkTypes())
        } catch let problem as Problem {
            types = .failure(problem)
        }
        return try await relations.mapConcurrently(atOnce: configuration.limits.changesAtOnce) { relation in
            guard !Task.isCancelled else { return .failed(.interrupted) }
            return await self.connection.stop.shield { await self.relate(relation, types) }
        }
    }

    private func relate(_ relation: Relation, _ types: Result<[LinkType], Problem>) async -> Outcome<Void> {
        let known: [LinkType]
        switch types {
        case .success(let types): known = types
        case .failure(let problem): return .failed(problem.about(relation))
        }
        guard let type = relation.kind.type(among: known) else {
            return .failed(.noLinkType(for: relation, among: known))
        }
        var call = JiraCall.post("/issueLink", type.body(relation))
        call.isRepeatable = true
        do throws(JiraFailure) {
            _ = try await connection.send(call)
            return .done(())
        } catch {
            var problem = error.problem.about(relation)
            // Data Center calls a permission that is lacking a 401.
            if [.notFound, .forbidden].contains(error.kind) {
                problem.hint =
                    "Check that both issues exist, and give the account the permission Link issues."
            }
            return error.effect == .none ? .failed(problem) : .unknown(problem)
        }
    }

    /// Asks which types of links the site has.
    func readLinkTypes() async throws -> [LinkType] {
        do throws(JiraFailure) {
            let answer = try await connection.send(.get("/issueLinkType"))
            return try answer.list("issueLinkTypes").compactMap { LinkType($0) }
        } catch {
            guard error.kind == .notFound else { throw error.problem }
            throw Problem(
                .failure,
                "Issue linking is switched off in Jira. \(error.message) (\(error.call))",
                hint: "Ask a Jira administrator to switch it on, under Work items › Issue linking."
            )
        }
    }
}

extension Problem {
    /// The problem as seen from a relation.
    fileprivate func about(_ relation: Relation) -> Problem {
        guard kind != .interrupted else { return self }
        var problem = self
        problem.summary = "\(relation.key): not linked to \(relation.other): \(summary)"
        return problem
    }

    fileprivate static func noLinkType(for relation: Relation, among types: [LinkType]) -> Problem {
        let wanted = relation.kind.typeName
        let names = types.map(\.name).sorted().joined(separator: ", ")
        return Problem(
            .failure,
            "Jira has no link type \"\(wanted)\""
                + (names.isEmpty ? "; it has none at all." : "; it has: \(names)."),
            hint: "Ask a Jira administrator to add the link type \"\(wanted)\"."
        ).about(relation)
    }
}
