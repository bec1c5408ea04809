internal import Reconciliation
internal import Workflow

/// The known ways from a closed status back to an open one: a graph that grows as statuses are asked about.
///
/// Jira tells an ordinary account only the steps from where an issue stands. So another closed status on the way is known
/// only once an issue that stands there was found and asked about.
struct ReopenRoutes: Hashable, Sendable {
    /// The closed statuses that each closed status leads to, by id.
    private var onward: [String: Set<String>] = [:]
    /// The closed statuses from which one step leads to an open one.
    private var ends: Set<String> = []

    /// Takes note of the steps that leave a closed status.
    mutating func add(_ offer: [Transition], from status: String) {
        onward[status] = []
        for transition in offer {
            if IssueChange.Goal.open.isReached(by: transition.target.category) {
                ends.insert(status)
            } else if transition.target.id != status {
                onward[status]?.insert(transition.target.id)
            }
        }
    }

    /// The number of steps from each closed status to an open one; those from which no way is known are left out.
    var distances: [String: Int] {
        var distances: [String: Int] = [:]
        var reached = ends
        var distance = 1
        while !reached.isEmpty {
            for status in reached { distances[status] = distance }
            let known = onward.lazy.filter { distances[$0.key] == nil && !$0.value.isDisjoint(with: reached) }
            reached = Set(known.map(\.key))
            distance += 1
        }
        return distances
    }

    /// Returns the nearest closed statuses on the way from one that nothing is known of yet, in the order of their ids.
    func unexplored(from start: String) -> [String] {
        var seen: Set = [start]
        var ring: Set = [start]
        while !ring.isEmpty {
            let unknown = ring.filter { onward[$0] == nil }
            if !unknown.isEmpty { return unknown.sorted() }
            ring = Set(ring.flatMap { onward[$0] ?? [] }).subtracting(seen)
            seen.formUnion(ring)
        }
        return []
    }
}
