internal import Reconciliation
internal import Workflow

/// The way of an issue through its workflow, as far as Jira tells.
struct TransitionRoute: Hashable, Sendable {
    /// The names of the statuses on the way, the last being where it ends.
    var names: [String] = []
    /// The end of the way.
    var ending: Ending = .arrives
    /// Whether its only step needs no field, so that it can be made together with those of other issues.
    var isPlain = false

    enum Ending: Hashable, Sendable {
        /// At the goal.
        case arrives
        /// At a status whose further steps are unknown, since no issue stands there to be asked about.
        case fades
        /// At a status that nothing leads on from, but for steps which ask for fields without a value.
        case stuck(at: String, missing: [String])
    }

    /// The problem of a way that does not lead an issue to a goal; nil where it does, as far as is known.
    func obstacle(of key: String, _ goal: IssueChange.Goal, from start: String) -> Problem? {
        guard case .stuck(let status, let missing) = ending else { return nil }
        return .stuck(key, goal, at: status, from: start, missing: missing, isPlan: true)
    }

    /// The statuses as the plan tells them.
    var via: [String] { ending == .fades ? names + [Forecast.unknown] : names }
}

extension TransitionCache {
    /// Returns the way that an issue would take to a goal: the same steps that it is moved by.
    func route(
        _ issue: IssueID,
        from start: IssuePosition,
        to goal: IssueChange.Goal,
        _ choice: TransitionChoice,
        hops: Int
    ) async throws -> TransitionRoute {
        var route = TransitionRoute()
        var (status, place) = (start.status, start.key)
        var visited: Set<String> = []
        while !goal.isReached(by: status.category) {
            guard visited.count < hops else {
                route.ending = .stuck(at: status.name, missing: [])
                return route
            }
            visited.insert(status.id)
            let offer: [Transition]
            if visited.count == 1 {
                offer = try await self.offer(issue, place, isFresh: false)
            } else if let known = try await knownOffer(at: place) {
                offer = known
            } else {
                route.ending = .fades
                return route
            }
            let distances = try await distances(of: issue, to: goal, from: place, choice, hops: hops)
            switch choice.step(goal, offer, visited: visited, distances: distances) {
            case .arrives(let transition, let values):
                route.isPlain = visited.count == 1 && values.isEmpty && transition.fields.isEmpty
                route.names.append(transition.target.name)
                status = transition.target
            case .approaches(let transition, _):
                route.names.append(transition.target.name)
                status = transition.target
                place.status = transition.target.id
            case .stuck(let missing):
                route.ending = .stuck(at: status.name, missing: missing)
                return route
            }
        }
        return route
    }

    /// Returns the distances of other statuses from a goal, by their ids, as far as can be known.
    func distances(
        of issue: IssueID,
        to goal: IssueChange.Goal,
        from key: IssuePosition.Key,
        _ choice: TransitionChoice,
        hops: Int
    ) async throws -> [String: Int] {
        guard goal != .open else { return try await wayBack(issue, from: key, hops: hops).distances }
        return await others(than: key).compactMapValues { offer in
            if case .arrives = choice.step(goal, offer, visited: []) { 1 } else { nil }
        }
    }
}
