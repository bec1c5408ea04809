/// The pace of a connection's calls.
package struct CallLimits: Sendable {
    /// Calls in a second, by method and endpoint.
    package var callsPerSecond: Double
    /// PUT and DELETE calls in a second.
    package var editsPerSecond: Double
    /// The most calls of one endpoint that are under way at once.
    package var atOnce: Int
    /// The rule by which failed calls are made again.
    package var retries: RetryRule

    /// Describes a pace.
    package init(callsPerSecond: Double, editsPerSecond: Double, atOnce: Int, retries: RetryRule) {
        self.callsPerSecond = callsPerSecond
        self.editsPerSecond = editsPerSecond
        self.atOnce = atOnce
        self.retries = retries
    }
}
