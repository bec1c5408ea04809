internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The steps that workflows offer, as learnt in this run: each offer is asked for once, and shared.
actor TransitionCache {
    private let connection: JiraConnection
    private var offers: [IssuePosition.Key: Task<[Transition], any Error>] = [:]
    /// Issues that stand where others may pass; nil where none was found.
    private var examples: [IssuePosition.Key: Task<IssueID?, any Error>] = [:]

    init(_ connection: JiraConnection) { self.connection = connection }

    /// Returns the steps from the position of an issue; anew when what is kept turned out to be wrong.
    func offer(_ issue: IssueID, _ key: IssuePosition.Key, isFresh: Bool) async throws -> [Transition] {
        if !isFresh, let kept = offers[key] { return try await kept.value }
        let task = Task { try await self.read(issue, with: (name: "expand", value: "transitions.fields")) }
        offers[key] = task
        do {
            return try await task.value
        } catch {
            offers[key] = nil
            throw error
        }
    }

    /// Returns the other statuses of the same workflow whose offers are known.
    func others(than key: IssuePosition.Key) async -> [String: [Transition]] {
        var known: [String: [Transition]] = [:]
        for (other, task) in offers where other.project == key.project && other.issueType == key.issueType {
            guard other.status != key.status, let offer = try? await task.value else { continue }
            known[other.status] = offer
        }
        return known
    }

    /// Returns the ways back that can be found, of up to so many steps, from the position of a closed issue.
    func wayBack(_ issue: IssueID, from key: IssuePosition.Key, hops: Int) async throws -> ReopenRoutes {
        var way = ReopenRoutes()
        way.add(try await offer(issue, key, isFresh: false), from: key.status)
        for _ in 1..<max(2, hops) where way.distances[key.status] == nil {
            for status in way.unexplored(from: key.status) {
                var place = key
                place.status = status
                way.add(try await offer(at: place), from: status)
            }
        }
        return way
    }

    /// Whether the workflow itself has a step to an open status there, be it one that this caller may not take now; Data Center
    /// does not tell.
    func hasStepBack(_ issue: IssueID) async throws -> Bool {
        guard await connection.deployment != .dataCenter else { return false }
        return try await read(issue, with: (name: "includeUnavailableTransitions", value: "true")).contains {
            IssueChange.Goal.open.isReached(by: $0.target.category)
        }
    }

    /// Returns the steps from a place that no issue at hand stands at; none when no issue at all is found there.
    private func offer(at place: IssuePosition.Key) async throws -> [Transition] {
        try await knownOffer(at: place) ?? []
    }

    /// Returns the steps from a place that no issue at hand stands at; nil when no issue at all is found there.
    func knownOffer(at place: IssuePosition.Key) async throws -> [Transition]? {
        if let kept = offers[place] { return try await kept.value }
        let task = examples[place] ?? Task { try await self.example(at: place) }
        examples[place] = task
        guard let issue = try await task.value else { return nil }
        return try await offer(issue, place, isFresh: false)
    }

    /// Looks for an issue that stands at a place; what the search gives is looked at, since its index may lag.
    private func example(at place: IssuePosition.Key) async throws -> IssueID? {
        let jql = (JQL.project(place.project) && .type(place.issueType) && .status(place.status)).newestFirst
        let found = try await connection.page(of: IssueSearch(jql: jql, fields: ["id"], size: 10))
        let ids = found.issues.compactMap { $0["id"] }
        guard !ids.isEmpty else { return nil }
        guard await connection.deployment != .dataCenter else {
            for id in found.issues.compactMap(\.issueID) {
                let look = try await connection.issue(.id(id), fields: IssuePosition.fields, marker: false)
                if IssuePosition(look?.json)?.key == place { return id }
            }
            return nil
        }
        let fetch: JSON = [
            "issueIdsOrKeys": .array(ids), "fields": .array(IssuePosition.fields.map(JSON.string)),
        ]
        let look = try await connection.send(.query("/issue/bulkfetch", fetch))
        return try look.list("issues").first { IssuePosition($0)?.key == place }?.issueID
    }

    private func read(
        _ issue: IssueID,
        with query: (name: String, value: String)
    ) async throws -> [Transition] {
        let path = "/issue/\(issue)/transitions"
        let call = JiraCall.get(path, [query], endpoint: "/issue/{id}/transitions")
        let answer = try await connection.send(call)
        // A step that cannot be read must not look like none: a ticket without a way back is replaced by another.
        return try answer.list("transitions").map { step throws(JiraFailure) in
            guard let transition = Transition(step) else {
                throw JiraFailure(
                    .nonsense,
                    "Jira's answer has a transition without id or status.",
                    call: answer.call
                )
            }
            return transition
        }
    }
}
