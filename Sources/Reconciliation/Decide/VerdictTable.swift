/// What a row says now.
enum RowSide: Hashable {
    /// It has debt; rewritten when its text is not the base's.
    case debt(rewritten: Bool)
    /// It has no debt.
    case clear
    /// It is gone.
    case absent
}

/// What an issue says now.
enum IssueSide: Hashable {
    /// Its status is not of category done; seenClosed when the base saw it closed.
    case open(seenClosed: Bool)
    /// Its status is of category done, and its resolution means this.
    case closed(Policies.Meaning)
    /// It is gone.
    case missing
}

/// What follows from the base and both sides, before policies and the kind of link.
enum Verdict: Hashable {
    /// Nothing.
    case nothing
    /// Compare field by field; first note that both are open again where they were not.
    case merge(noting: Bool)
    /// The debt is gone: close the issue.
    case close
    /// The row is gone while its issue is open.
    case rowDeleted
    /// The issue was closed: take the debt out of the row.
    case resolve
    /// The issue was closed, and the debt stays.
    case accept
    /// The issue was closed, and the debt was rewritten.
    case rewrittenAndClosed
    /// Both say that it is done: note it.
    case agree
    /// The issue is gone while its row has debt.
    case issueDeleted
    /// Nothing is left to keep in agreement: drop the link.
    case forget
    /// The debt is back while the issue is closed.
    case regression
    /// The issue was opened again: put the debt back.
    case unresolve
    /// The issue of an accepted debt is gone.
    case acceptedIssueMissing
}

/// The decision table for a link, case by case.
///
/// `docs/decisions.md` tells it in a user's words.
///
/// - Parameters:
///   - base: What both sides said when they last agreed.
///   - row: What the row says now.
///   - issue: What the issue says now.
/// - Returns: What follows.
func decide(from base: Link.Agreement, row: RowSide, issue: IssueSide) -> Verdict {
    switch (base, row, issue) {
    case (.open, .debt, .open): .merge(noting: false)  // 7
    case (.open, .clear, .open): .close  // 8
    case (.open, .absent, .open): .rowDeleted  // 9
    case (.open, .debt(rewritten: false), .closed(.resolve)): .resolve  // 10
    case (.open, .debt(rewritten: false), .closed(.accept)): .accept  // 10
    case (.open, .debt(rewritten: true), .closed): .rewrittenAndClosed  // 11
    case (.open, .clear, .closed): .agree  // 12
    case (.open, .debt, .missing): .issueDeleted  // 13
    case (.open, .clear, .missing), (.open, .absent, .missing): .forget  // 14
    case (.open, .absent, .closed): .forget

    case (.resolved, .clear, .closed): .nothing  // 15
    case (.resolved, .debt, .closed): .regression  // 16
    case (.resolved, .clear, .open(seenClosed: true)): .unresolve  // 17
    case (.resolved, .clear, .open(seenClosed: false)): .nothing
    case (.resolved, .debt, .open): .merge(noting: true)  // 18
    case (.resolved, .absent, _): .forget  // 19
    case (.resolved, .clear, .missing): .forget
    case (.resolved, .debt, .missing): .issueDeleted

    case (.accepted, .debt, .closed): .nothing
    case (.accepted, .debt, .open): .merge(noting: true)
    case (.accepted, .debt, .missing): .acceptedIssueMissing
    case (.accepted, .clear, .closed): .agree
    case (.accepted, .clear, .open): .close
    case (.accepted, .absent, .open): .rowDeleted
    case (.accepted, .absent, .closed), (.accepted, _, .missing): .forget
    }
}
