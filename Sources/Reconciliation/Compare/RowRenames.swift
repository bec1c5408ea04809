/// Case 20: rows whose keys changed.
extension Comparison {
    /// The key under which a row's links stand, which is another than its own as long as a change of keys is not noted.
    public func linkedKey(of row: RowKey) -> RowKey { renames()[row] ?? row }

    /// Rows whose keys changed, with the keys they had.
    func renames() -> [RowKey: RowKey] {
        var renames = moves()
        for (old, new) in exchange().moved { renames[new] = old }
        return renames
    }

    /// Rows that went to free keys: the linked row is gone, and a row without links has its path or, where nobody has,
    /// names the issue that was made for it.
    private func moves() -> [RowKey: RowKey] {
        var byPath: [String: RowKey] = [:]
        var byTicket: [String: RowKey] = [:]
        for index in links.indices where rowSeen[index] == .unseen {
            byPath[links[index].path] = links[index].row
            if links[index].kind == .managed { byTicket[links[index].key] = links[index].row }
        }
        guard !byPath.isEmpty else { return [:] }
        let free = rows.filter { linkRange(of: $0.key) == nil }
        var heirs: [RowKey: RowKey] = [:]
        for (key, row) in free {
            guard let old = byPath[row.path] else { continue }
            heirs[old] = min(key, heirs[old] ?? key)
        }
        let found = Set(heirs.keys)
        for (key, row) in free where row.hasDebt && byPath[row.path] == nil {
            for old in (row.tickets ?? []).compactMap({ byTicket[$0] }).prefix(1) where !found.contains(old) {
                heirs[old] = min(key, heirs[old] ?? key)
            }
        }
        return heirs.reduce(into: [:]) { $0[$1.value] = $1.key }
    }

    /// Rows that went to keys which others had, as when a table is numbered anew.
    ///
    /// A row is known again by its path and its ticket, which stand together under another key. A key that was taken over
    /// has to be left by its own row in the same way: else its issue would have no row, and nobody knows why.
    ///
    /// - Returns: The new keys by the old ones, and rows that cannot be settled, each with a link that shows why.
    func exchange() -> (moved: [RowKey: RowKey], homeless: [RowKey: Link]) {
        var byPath: [String: RowKey] = [:]
        for row in rows.values where row.tickets?.isEmpty == false {
            byPath[row.path] = min(row.key, byPath[row.path] ?? row.key)
        }
        guard !byPath.isEmpty, !links.isEmpty else { return ([:], [:]) }
        var moved: [RowKey: RowKey] = [:]
        var witnesses: [RowKey: Link] = [:]
        for link in links {
            guard let key = byPath[link.path], key != link.row else { continue }
            guard rows[key]?.tickets?.contains(link.key) ?? false else { continue }
            let isTaken = rows[link.row].map { $0.path != link.path } ?? (linkRange(of: key) != nil)
            guard isTaken, moved[link.row] == nil else { continue }
            moved[link.row] = key
            witnesses[link.row] = link
        }
        // Whoever would move to a key that stays taken stays too, and so do those that wait for its key.
        var homeless: [RowKey: Link] = [:]
        var isSettled = false
        while !isSettled {
            isSettled = true
            var seen: Set<RowKey> = []
            for (old, new) in moved.sorted(by: { $0.key < $1.key }) {
                let isFree = linkRange(of: new) == nil || moved[new] != nil
                guard !isFree || !seen.insert(new).inserted, let link = witnesses[old] else { continue }
                moved[old] = nil
                homeless[new] = link
                homeless[old] = homeless[old] ?? link
                isSettled = false
            }
        }
        return (moved, homeless)
    }
}
