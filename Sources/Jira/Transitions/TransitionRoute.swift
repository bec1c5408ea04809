internal import Reconciliation
internal import Workflow

/// The way that an issue is going to take through its workflow, as far as Jira tells.
struct TransitionRoute: Hashable, Sendable {
    /// The names of the statuses on the way, the last being where it ends.
    var names: [String] = []
    /// How it ends.
    var ending: Ending = .arrives
    /// Whether its only step needs no field, so that it can be made together with those of other issues.
    var isPlain = false

    enum Ending: Hashable, Sendable {
        /// Where it is to go.
        case arrives
        /// At a status of which nobody knows what leads on from it, since no issue stands there to be asked.
        case fades
        /// At a status that nothing leads on from, but for steps which ask for fields that nobody has a value for.
        case stuck(at: String, missing: [String])
    }

    /// Why it does not lead an issue to a goal; nil where it does, as far as is known.
    func obstacle(of key: String, _ goal: IssueChange.Goal, from start: String) -> Problem? {
        guard case .stuck(let status, let missing) = ending else { return nil }
        return .stuck(key, goal, at: status, from: start, missing: missing, isPlan: true)
    }

    /// What the plan says of it.
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
            let distances = try await distances(issue, goal, place, choice, hops: hops)
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

    /// Returns how far other statuses are from a goal, by their ids, as far as can be known.
    func distances(
        _ issue: IssueID,
        _ goal: IssueChange.Goal,
        _ key: IssuePosition.Key,
        _ choice: TransitionChoice,
        hops: Int
    ) async throws -> [String: Int] {
        guard goal != .open else { return try await wayBack(issue, from: key, hops: hops).distances }
        return await others(than: key).compactMapValues { offer in
            if case .arrives = choice.step(goal, offer, visited: []) { 1 } else { nil }
        }
    }
}

extension Problem {
    /// No step leads an issue on.
    static func stuck(
        _ key: String,
        _ goal: IssueChange.Goal,
        at status: String,
        from start: String,
        missing: [String],
        isPlan: Bool = false
    ) -> Problem {
        let wanted = if case .closed = goal { "done" } else { "open" }
        var summary = "\(key): no transition leads from \"\(status)\" to a status that is \(wanted)."
        if status != start {
            summary +=
                isPlan
                ? " It is on the way from \"\(start)\"." : " The issue was moved there from \"\(start)\"."
        }
        var hint = "Move the issue in Jira, or give the account the permission Transition issues."
        if !missing.isEmpty {
            summary += " The workflow asks for: \(missing.joined(separator: ", "))."
            hint =
                "Fill in these fields and move the issue in Jira, or make them optional on the transition's screen."
        }
        return Problem(.failure, summary, hint: hint)
    }
}
