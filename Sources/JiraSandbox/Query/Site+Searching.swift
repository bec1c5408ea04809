extension Site {
    /// The ids of the issues that a query finds, in its order.
    ///
    /// Reconciled ones are seen as they are now, all others as the index has them.
    func find(_ query: Query, reconciled: Set<Int> = []) throws(QueryError) -> [Int] {
        let condition = query.condition ?? .all([])
        let meets = try match(condition)
        var found: [StoredIssue] = []
        if let candidates = candidates(condition) {
            found = candidates.subtracting(reconciled).compactMap { index.issues[$0] }.filter(meets)
        } else {
            found = index.issues.values.filter { !reconciled.contains($0.id) && meets($0) }
        }
        found += reconciled.compactMap { issues[$0] }.filter(meets)
        return sorted(found, by: query.order).map(\.id)
    }

    /// An issue as a search shows it.
    func indexed(_ id: Int, reconciled: Set<Int>) -> StoredIssue? {
        reconciled.contains(id) ? issues[id] : index.issues[id]
    }

    /// The only issues that can meet a condition, when labels or keys in it say so; nil when they do not.
    private func candidates(_ condition: Query.Condition) -> Set<Int>? {
        switch condition {
        case .all(let conditions):
            return conditions.compactMap { candidates($0) }.min { $0.count < $1.count }
        case .any(let conditions):
            var union: Set<Int> = []
            for condition in conditions {
                guard let ids = candidates(condition) else { return nil }
                union.formUnion(ids)
            }
            return union
        case .not: return nil
        case .clause(let clause):
            guard clause.comparison == .equals || clause.comparison == .isOneOf,
                !clause.values.contains(.empty)
            else { return nil }
            switch clause.field {
            case .labels: return clause.values.reduce(into: []) { $0.formUnion(index.ids(labelled: $1.text)) }
            case .key, .id: return Set(clause.values.compactMap { issue($0.text)?.id })
            default: return nil
            }
        }
    }

    private func sorted(_ issues: [StoredIssue], by order: [Query.Order]) -> [StoredIssue] {
        guard !order.isEmpty else { return issues.sorted { $0.id > $1.id } }
        return issues.sorted { left, right in
            for item in order {
                let result = compare(left, right, by: item.field)
                if result != 0 { return (result < 0) != item.isDescending }
            }
            return left.id > right.id
        }
    }

    /// Below, at or above 0, as the first issue comes before, with or after the second.
    private func compare(_ left: StoredIssue, _ right: StoredIssue, by field: Query.Field) -> Int {
        func order<Value: Comparable>(_ value: (StoredIssue) -> Value) -> Int {
            let (left, right) = (value(left), value(right))
            return left < right ? -1 : left > right ? 1 : 0
        }
        switch field {
        case .key:
            let result = order { $0.key.split(separator: "-").first ?? "" }
            return result == 0 ? order { Int($0.key.split(separator: "-").last ?? "") ?? 0 } : result
        case .id: return order { $0.id }
        case .created: return order { $0.created }
        case .updated: return order { $0.updated }
        case .resolved: return order { $0.resolved?.milliseconds ?? .max }
        case .summary: return order { $0.summary }
        case .priority: return -order { Int($0.priority?.id ?? "") ?? .max }
        case .status: return order { $0.status }
        case .statusCategory: return order { status(of: $0).category.id }
        case .resolution: return order { $0.resolution?.name ?? "" }
        case .type: return order { $0.type.id }
        case .project: return order { project(id: $0.project)?.key ?? "" }
        case .labels: return order { $0.labels.joined(separator: " ") }
        case .description, .text: return order { $0.description?.plain ?? "" }
        case .custom(let id): return order { $0.others[id]?.serialized ?? "" }
        }
    }
}
