/// The rows whose keys changed since the base (case 20).
struct RowRenames: Sendable {
    /// The keys that rows had, by the keys that they have now.
    private(set) var oldKeys: [RowKey: RowKey]
    /// The keys that rows left.
    let left: Set<RowKey>
    /// Rows whose keys were given to others in a way that leaves some issue without a row, each with a link that shows it.
    let homeless: [RowKey: Link]

    /// Finds the renames, once all rows were taken.
    init(_ base: Baseline, _ rows: SeenRows) {
        oldKeys = Self.moves(base, rows)
        let exchange = Exchange(base, rows)
        for (old, new) in exchange.moved { oldKeys[new] = old }
        left = Set(oldKeys.values)
        homeless = exchange.homeless
    }

    /// Rows that went to free keys: the linked row is gone, and a row without links has its path or, where nobody has,
    /// names the issue that was made for it.
    ///
    /// - Returns: The old keys by the new ones.
    private static func moves(
        _ base: Baseline,
        _ rows: SeenRows
    ) -> [RowKey: RowKey] {
        var byPath: [String: RowKey] = [:]
        var byTicket: [String: RowKey] = [:]
        for index in base.links.indices where rows.seen[index] == .unseen {
            byPath[base.links[index].path] = base.links[index].row
            if base.links[index].kind == .managed { byTicket[base.links[index].key] = base.links[index].row }
        }
        guard !byPath.isEmpty else { return [:] }
        var free: [Row] = []
        for row in rows.kept.values where base.links(of: row.key) == nil { free.append(row) }
        var heirs: [RowKey: RowKey] = [:]
        for row in free {
            guard let old = byPath[row.path] else { continue }
            heirs[old] = min(row.key, heirs[old] ?? row.key)
        }
        let found = Set(heirs.keys)
        for row in free where row.hasDebt && byPath[row.path] == nil {
            for old in (row.tickets ?? []).compactMap({ byTicket[$0] }).prefix(1) where !found.contains(old) {
                heirs[old] = min(row.key, heirs[old] ?? row.key)
            }
        }
        return heirs.reduce(into: [:]) { $0[$1.value] = $1.key }
    }
}

/// Rows that went to keys which others had, as when a table is numbered anew.
///
/// A row is known again by its path and its ticket, which stand together under another key. A key that was taken over has
/// to be left by its own row in the same way: else its issue would have no row, and nobody knows why.
private struct Exchange {
    /// The new keys by the old ones.
    var moved: [RowKey: RowKey] = [:]
    /// Rows that cannot be settled, each with a link that shows why.
    var homeless: [RowKey: Link] = [:]

    init(_ base: Baseline, _ rows: SeenRows) {
        var byPath: [String: RowKey] = [:]
        for row in rows.kept.values where row.tickets?.isEmpty == false {
            byPath[row.path] = min(row.key, byPath[row.path] ?? row.key)
        }
        guard !byPath.isEmpty, !base.links.isEmpty else { return }
        var witnesses: [RowKey: Int] = [:]
        for index in base.links.indices {
            guard let key = byPath[base.links[index].path], key != base.links[index].row else { continue }
            let old = base.links[index].row
            guard rows.kept[key]?.tickets?.contains(base.links[index].key) ?? false else { continue }
            let isTaken =
                rows.kept[old].map { $0.path != base.links[index].path } ?? (base.links(of: key) != nil)
            guard isTaken, moved[old] == nil else { continue }
            moved[old] = key
            witnesses[old] = index
        }
        while keepBack(base, witnesses) {}
    }

    /// Keeps rows back that would move to a key which stays taken, and returns whether there were any: those that wait for
    /// their keys stay, too.
    private mutating func keepBack(_ base: Baseline, _ witnesses: [RowKey: Int]) -> Bool {
        var seen: Set<RowKey> = []
        var isAny = false
        for (old, new) in moved.sorted(by: { $0.key < $1.key }) {
            let isFree = base.links(of: new) == nil || moved[new] != nil
            guard !isFree || !seen.insert(new).inserted, let witness = witnesses[old] else { continue }
            let link = base.links[witness]
            moved[old] = nil
            homeless[new] = link
            homeless[old] = homeless[old] ?? link
            isAny = true
        }
        return isAny
    }
}
