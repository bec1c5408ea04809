internal import Reconciliation
internal import Workflow

/// The choice of the next step of an issue: a function of the steps on offer.
struct TransitionChoice: Sendable {
    /// Statuses that are preferred, by name or id, the best first.
    var closedStatuses: [String]
    var openStatuses: [String]

    enum Step: Hashable, Sendable {
        /// Leads to the goal.
        case arrives(Transition, [FieldName: String])
        /// Leads on, towards a status from which the goal may be reached.
        case approaches(Transition, [FieldName: String])
        /// Nothing leads on; the fields are those that would have to be filled in by hand.
        case stuck(missing: [String])
    }

    /// Names that a status for finished work usually has, and those that it has for work that will not be done.
    private static let finished = ["done", "closed", "resolved", "completed", "complete", "fixed"]
    private static let reopened = ["reopened", "to do", "open", "backlog", "selected for development"]

    /// Returns the next step.
    ///
    /// - Parameters:
    ///   - goal: The status that the issue is to reach.
    ///   - transitions: The steps that Jira offers where it stands.
    ///   - visited: The ids of the statuses that it had on the way; none is taken twice.
    ///   - distances: The steps from statuses to the goal, by their ids, where that is known.
    /// - Returns: The step; the same for the same offer, in whatever order it comes.
    func step(
        _ goal: IssueChange.Goal,
        _ transitions: [Transition],
        visited: Set<String>,
        distances: [String: Int] = [:]
    ) -> Step {
        var missing: Set<String> = []
        func possible(_ candidates: [Transition]) -> (Transition, [FieldName: String])? {
            for candidate in candidates {
                switch candidate.values(for: goal) {
                case .success(let values): return (candidate, values)
                case .failure(let fields): missing.formUnion(fields.titles)
                }
            }
            return nil
        }
        let direct = transitions.filter {
            goal.isReached(by: $0.target.category) && !visited.contains($0.target.id)
        }
        if let (transition, values) = possible(sorted(direct, rank: { rank($0, goal) })) {
            return .arrives(transition, values)
        }
        let onward = transitions.filter { transition in
            guard !goal.isReached(by: transition.target.category), !visited.contains(transition.target.id)
            else { return false }
            // From one closed status to the next only where it is known to lead on: else the issue would stand as
            // closed as before, and in the wrong place.
            return goal != .open || distances[transition.target.id] != nil
        }
        let nearness = { (transition: Transition) -> Int in
            if let distance = distances[transition.target.id] { return distance }
            return switch transition.target.category {
            case .indeterminate: 1000
            case .new, .undefined: 1001
            case .done: 1002
            }
        }
        if let (transition, values) = possible(sorted(onward, rank: nearness)) {
            return .approaches(transition, values)
        }
        return .stuck(missing: missing.sorted())
    }

    private func sorted(_ transitions: [Transition], rank: (Transition) -> Int) -> [Transition] {
        transitions.map { (rank($0), Int($0.id) ?? .max, $0) }
            .sorted { ($0.0, $0.1, $0.2.id) < ($1.0, $1.1, $1.2.id) }.map(\.2)
    }

    private func rank(_ transition: Transition, _ goal: IssueChange.Goal) -> Int {
        let (name, id) = (transition.target.name.lowercased(), transition.target.id)
        let isClosing = if case .closed = goal { true } else { false }
        let preferred = isClosing ? closedStatuses : openStatuses
        if let place = preferred.firstIndex(where: { $0.lowercased() == name || $0 == id }) { return place }
        // A resolution is often a status, too: "Won't Do" and the like.
        if case .closed(let resolution?) = goal, resolution.lowercased() == name { return 1000 }
        let usual = isClosing ? Self.finished : Self.reopened
        if let place = usual.firstIndex(of: name) { return 2000 + place }
        if isClosing { return 3000 }
        return switch transition.target.category {
        case .new: 3000
        case .indeterminate: 3001
        case .undefined, .done: 3002
        }
    }
}

extension IssueChange.Goal {
    /// Whether a status of this category is where the goal leads.
    func isReached(by category: StatusCategory) -> Bool {
        switch self {
        case .closed: category == .done
        case .open: category != .done
        }
    }
}
