/// The clock and the chance that a client depends on, so that tests can give their own.
public struct JiraTiming: Sendable {
    /// The time since some fixed moment; never goes back.
    public var now: @Sendable () -> Duration
    /// Waits; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1.
    public var random: @Sendable () -> Double

    /// Creates a timing of its parts.
    public init(
        now: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The system's clock and generator.
    public static let system: JiraTiming = {
        let start = ContinuousClock.now
        return JiraTiming(
            now: { start.duration(to: .now) },
            sleep: { try await ContinuousClock().sleep(for: $0) },
            random: { .random(in: 0..<1) }
        )
    }()
}
