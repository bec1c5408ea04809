import Reconciliation

/// Feeds rows into a comparison.
struct ComparisonRows: RowSink {
    var comparison: Comparison
    let interest: RowInterest

    mutating func add(_ row: Row) throws {
        do {
            try comparison.add(row)
        } catch {
            throw Problem.duplicateKey(error.key)
        }
    }
}

/// Feeds issues into a comparison.
struct ComparisonIssues: IssueSink {
    var phase: IssuePhase

    mutating func add(_ issue: Issue, askedAs reference: IssueReference) {
        switch reference {
        case .id: phase.add(issue)
        case .key(let key): phase.add(issue, listedAs: key)
        }
    }

    var takesGlimpses: Bool { true }

    func isExpected(_ glimpse: Issue) -> Bool { phase.isAsLinked(glimpse) }

    mutating func addMissing(_ reference: IssueReference) {
        switch reference {
        case .id(let id): phase.addMissing(id)
        case .key(let key): phase.addMissing(key: key)
        }
    }
}
