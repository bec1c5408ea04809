import Reconciliation

// Looking at rows, and deciding about their links.
extension Problem {
    /// The table has no row of a name.
    static func noRow(_ name: String) -> Problem {
        Problem(
            .failure,
            "There is no row \(name) in the table",
            hint: "Name a row by its key or its path"
        )
    }

    /// Neither a row nor an issue has a name.
    static func nothingIsNamed(_ subject: String) -> Problem {
        Problem(
            .failure,
            "There is no row '\(subject)', and no row has a ticket of that name",
            hint: "Name a row by its key or its path, or an issue by its key"
        )
    }

    /// Several rows have one path.
    static func samePath(_ path: String, of rows: [Row]) -> Problem {
        let keys = rows.map(\.key.text).joined(separator: ", ")
        return Problem(
            .failure,
            "The rows \(keys) all have the path \(path)",
            hint: "Name the row by its key"
        )
    }

    /// Jira shows no issue of a key.
    static func noIssue(_ key: String) -> Problem {
        Problem(
            .failure,
            "There is no issue \(key), or this account may not see it",
            hint: "Give the key as Jira shows it, such as CCS-9"
        )
    }

    /// There is no state, and so no link to part.
    static var noLinks: Problem {
        Problem(.failure, "There is no state yet, and so no link", hint: "Run audit-jira plan")
    }

    /// The rules of linking forbid a decision.
    static func refusedLink(_ fault: Linking.Fault) -> Problem {
        Problem(.failure, fault.text, hint: fault.hint)
    }

    /// There is nothing to settle about a row, which is named as a person did; the field is nil for all.
    static func refusedResolution(_ fault: ResolutionFault, of name: String, field: String?) -> Problem {
        switch fault {
        case .renumbered:
            Problem(
                .failure,
                "Row \(name) has the key of another row, and no side can be taken in that",
                hint: "Give every row its old key back, then plan again"
            )
        case .noConflict(let fields) where fields.isEmpty:
            Problem(
                .failure,
                "Row \(name) has no conflict",
                hint: "See audit-jira plan --target \(name.shellQuoted)"
            )
        case .noConflict(let fields):
            Problem(
                .failure,
                "Row \(name) has no conflict over \(field ?? "it")",
                hint: "It has one over \(fields.joined(separator: ", "))"
            )
        }
    }

    /// Issues carry the markers of several states, with how many issues carry each.
    static func severalLineages(_ counts: [String: Int]) -> Problem {
        let names = counts.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
        return Problem(
            .failure,
            "The issues were created by several states: \(names.joined(separator: ", "))",
            hints: [],
            remedy: .lineage
        )
    }
}
