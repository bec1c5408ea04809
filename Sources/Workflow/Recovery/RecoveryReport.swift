public import Reconciliation

/// What was found out about a run that did not finish.
public struct RecoveryReport: Hashable, Sendable {
    /// When it began to write, in milliseconds since 1970.
    public var time: Int64
    /// The digest of its plan.
    public var plan: Digest
    /// What became of the actions that it had begun, in the plan's order.
    public var results: [ActionResult]
    /// The commit that records them; nil when there was nothing to record.
    public var commit: String?
    /// Whether its state had been committed already, so that nothing but the journal was left.
    public var wasCommitted: Bool
    /// Whether the configuration changed since, so that what it did is left to the next plan.
    public var isForeign: Bool

    /// The actions that are done.
    public var done: [ActionResult] { results.filter(\.isDone) }
}
