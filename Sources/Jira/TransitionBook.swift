internal import JSON
internal import Reconciliation

/// What workflows offer, as learnt in this run: each offer is asked for once, by whoever comes first.
actor TransitionBook {
    private let connection: JiraConnection
    private var offers: [Standing.Key: Task<[Transition], any Error>] = [:]

    init(_ connection: JiraConnection) { self.connection = connection }

    /// Returns the steps from where an issue stands; anew when what is kept turned out to be wrong.
    func offer(_ issue: IssueID, _ key: Standing.Key, isFresh: Bool) async throws -> [Transition] {
        if !isFresh, let kept = offers[key] { return try await kept.value }
        let task = Task { try await self.read(issue) }
        offers[key] = task
        do {
            return try await task.value
        } catch {
            offers[key] = nil
            throw error
        }
    }

    /// Returns the other statuses of the same workflow whose offers are known.
    func others(than key: Standing.Key) async -> [String: [Transition]] {
        var known: [String: [Transition]] = [:]
        for (other, task) in offers where other.project == key.project && other.issueType == key.issueType {
            guard other.status != key.status, let offer = try? await task.value else { continue }
            known[other.status] = offer
        }
        return known
    }

    private func read(_ issue: IssueID) async throws -> [Transition] {
        let query = [(name: "expand", value: "transitions.fields")]
        let call = JiraCall.get("/issue/\(issue)/transitions", query, endpoint: "/issue/{id}/transitions")
        return (try await connection.send(call).json?["transitions"]?.array ?? []).compactMap {
            Transition($0)
        }
    }
}
