import Postgres

/// A connection that an actor can keep: a reference to what cannot be copied.
///
/// It belongs to one actor and never leaves it.
final class Session {
    let connection: Connection
    /// The time at which it was last known to work.
    var lastUse: ContinuousClock.Instant

    init(_ login: DatabaseLogin, canceller: Canceller) throws(PostgresError) {
        connection = try Connection(login.settings, canceller: canceller)
        lastUse = .now
    }

    /// Whether it can serve again.
    ///
    /// Poolers and firewalls drop idle connections without a word, so an old one is not trusted.
    var isFresh: Bool {
        connection.isUsable && !connection.canceller.isRequested
            && ContinuousClock.now - lastUse < .seconds(30)
    }
}
