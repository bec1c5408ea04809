internal import JSON
internal import JiraAPI
internal import Workflow

/// The relations between issues, as links that Jira has types for.
struct IssueRelater: Sendable {
    let session: JiraSession

    /// Relates issues with one another; see ``JiraTracker/relate(_:)``.
    func relate(_ relations: [Relation]) async throws -> [Outcome<Void>] {
        guard !relations.isEmpty else { return [] }
        _ = try await session.proved()
        let types: Result<[LinkType], Problem>
        do {
            types = .success(try await session.linkTypes())
        } catch let problem as Problem {
            types = .failure(problem)
        }
        let limit = session.configuration.limits.changesAtOnce
        return try await relations.mapConcurrently(atOnce: limit) { relation in
            guard !Task.isCancelled else { return .failed(.interrupted) }
            return await session.connection.stop.shield { await relate(relation, types) }
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
            _ = try await session.connection.send(call)
            return .done(())
        } catch {
            var problem = error.problem.about(relation)
            // Data Center calls a permission that is lacking a 401.
            if [.notFound, .forbidden].contains(error.kind) {
                problem.hint = Problem.linkHint
            }
            return error.effect == .none ? .failed(problem) : .unknown(problem)
        }
    }

    /// Asks which types of links the site has.
    func readLinkTypes() async throws -> [LinkType] {
        do throws(JiraFailure) {
            let answer = try await session.connection.send(.get("/issueLinkType"))
            return try answer.list("issueLinkTypes").compactMap { LinkType($0) }
        } catch {
            throw error.kind == .notFound ? Problem.linkingOff(error) : error.problem
        }
    }
}
