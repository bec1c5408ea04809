public import Reconciliation

extension Apply {
    /// Returns how many issues an apply looks at again before it writes.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - state: The committed state; nil for none yet.
    /// - Returns: The number of issues.
    public static func issueCount(of plan: Plan, _ state: State?) -> Int {
        AffectedSides.issueIDs(of: plan, state).count
    }
}
