/// The issues that no link knows and that carry the marker's label or property.
struct StrayIssues: Sendable {
    /// An issue whose marker the state may take for its own.
    struct Marked: Sendable {
        var issue: Issue
        /// The operation that its marker names; a clone's is its original's.
        var operation: String
        /// The row that it was made for; a clone belongs to the row of its original, whatever that is called now.
        var row: RowKey
    }

    /// All of them, by id.
    let all: [Issue]
    /// Those of a state that may be this one, by id.
    let marked: [Marked]

    init(_ base: Baseline, _ issues: SeenIssues) {
        var all: [Issue] = []
        for issue in issues.kept.values
        where (issue.marker != nil || issue.labels.contains(Marker.name)) && base.ranks(of: issue.id).isEmpty
        {
            all.append(issue)
        }
        all.sort { $0.id < $1.id }
        self.all = all
        guard !all.isEmpty else {
            marked = []
            return
        }
        let operations = Set(all.compactMap(\.marker?.operation))
        var originals: [String: RowKey] = [:]
        for index in base.links.indices {
            if let operation = base.links[index].operation, operations.contains(operation) {
                originals[operation] = base.links[index].row
            }
        }
        var marked: [Marked] = []
        for issue in all {
            guard let marker = issue.marker, base.lineage.map({ $0 == marker.lineage }) ?? true else {
                continue
            }
            // Clones of an original that no link knows belong where the oldest of them does.
            let row = originals[marker.operation] ?? marker.row
            originals[marker.operation] = row
            marked.append(Marked(issue: issue, operation: marker.operation, row: row))
        }
        self.marked = marked
    }
}

/// Where the marked issues go once all rows were taken.
struct StrayPlaces: Sendable {
    /// The issues by the row that they were made for, each row's by id.
    private(set) var made: [RowKey: [Issue]] = [:]
    /// The issues that another row inherits, by that one's present key, each row's by id.
    private(set) var inherited: [RowKey: [Issue]] = [:]

    /// An issue of a row that is gone which another row lists is that row's then, as after a change of keys.
    init(of strays: StrayIssues, _ sides: JoinedSides) {
        // Where the oldest issue of each operation went: its clones go there, too.
        var places: [String: (row: RowKey, isInherited: Bool)] = [:]
        for stray in strays.marked {
            let isGone = sides.rows.kept[stray.row] == nil && sides.base.links(of: stray.row) == nil
            let heir = isGone ? sides.lister(of: stray.issue) : nil
            let place = places[stray.operation] ?? (heir ?? stray.row, heir != nil)
            places[stray.operation] = place
            guard place.isInherited else {
                made[place.row, default: []].append(stray.issue)
                continue
            }
            let own = sides.ownLinks(of: place.row)
            if own.allSatisfy({ sides.base.links[$0].decision == .unlink }) {
                inherited[place.row, default: []].append(stray.issue)
            }
        }
    }
}
