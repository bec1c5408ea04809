public import Workflow

/// The lock that keeps runs of other clones away, and the run that takes it.
public struct RemoteSettings: Sendable {
    /// The remote's name.
    public var name: String
    /// The seconds that the lock holds unless it is renewed.
    public var expiry: Int64
    /// The variables that git is given.
    public var variables: [String: String]
    /// This machine.
    public var host: String
    /// The command that is run, such as `sync`.
    public var command: String
    /// Makes a new UUID in lower case.
    public var makeUUID: @Sendable () -> String
    /// The place where warnings go.
    public var report: EventSink
    /// Called, once, when the lock is this run's no longer.
    public var lost: @Sendable (Problem) -> Void
    /// The time that one call of git may take.
    public var patience = Duration.seconds(60)

    /// Makes settings.
    public init(
        name: String,
        expiry: Int64,
        variables: [String: String],
        host: String,
        command: String,
        makeUUID: @escaping @Sendable () -> String,
        report: @escaping EventSink,
        lost: @escaping @Sendable (Problem) -> Void
    ) {
        self.name = name
        self.expiry = expiry
        self.variables = variables
        self.host = host
        self.command = command
        self.makeUUID = makeUUID
        self.report = report
        self.lost = lost
    }
}
