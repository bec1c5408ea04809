internal import Reconciliation

/// The obstacles that a plan foresees, each once with the rows that it is in the way of.
struct PlanErrors {
    /// One obstacle.
    struct Group {
        var obstacle: Obstacle
        /// The numbers of actions that it stops, by operation: `2 create, 1 update`.
        var deeds: String
        /// The first rows' keys, and how many more there are.
        var rows: String
    }

    /// The number of rows that are named.
    private static let named = 5

    /// The obstacles, in the order of the plan.
    let groups: [Group]
    /// The number of actions that they stop.
    let count: Int

    init(_ plan: Plan) {
        let blocked = plan.blocked
        count = blocked.count
        var order: [Obstacle] = []
        var actions: [Obstacle: [Action]] = [:]
        for action in blocked {
            guard let obstacle = action.forecast.obstacle else { continue }
            if actions[obstacle] == nil { order.append(obstacle) }
            actions[obstacle, default: []].append(action)
        }
        groups = order.map { obstacle in
            let stopped = actions[obstacle] ?? []
            let deeds = Operation.reading.compactMap { operation -> String? in
                let count = stopped.count { $0.operation == operation }
                return count > 0 ? "\(count) \(operation.rawValue)" : nil
            }
            let rows = stopped.map(\.row.text).reduce(into: [String]()) { rows, row in
                if rows.last != row { rows.append(row) }
            }
            let more = rows.count - Self.named
            let shown = rows.prefix(Self.named).map { PrintableText.line($0) }.joined(separator: ", ")
            return Group(
                obstacle: obstacle,
                deeds: deeds.joined(separator: ", "),
                rows: more > 0 ? "\(shown) and \(more) more" : shown
            )
        }
    }

    /// The heading above them; nil when there are none.
    var heading: String? {
        guard count > 0 else { return nil }
        return "\(counted(count, "action")) cannot be done as Jira is now; apply would leave "
            + (count == 1 ? "it" : "them") + " undone:"
    }
}

extension Forecast {
    /// The way of a transition, as it stands behind the change of the status; empty where none is known.
    var wayText: String {
        guard !via.isEmpty else { return "" }
        let names = via.map { PrintableText.line($0) }.joined(separator: ", ")
        return " (by way of \(names)\(isBulk ? "; in bulk" : ""))"
    }
}
