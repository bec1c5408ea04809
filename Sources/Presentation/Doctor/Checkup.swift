/// The result of a check of everything that a run needs.
public struct Checkup: Hashable, Sendable {
    /// The result of one check.
    public enum Status: String, Hashable, Sendable {
        /// As it should be.
        case ok
        /// It works, but not as well as it could.
        case warning
        /// It does not work.
        case problem
        /// Nobody knows, since something that comes before it does not work.
        case skipped
    }

    /// One thing that was looked at.
    public struct Check: Hashable, Sendable {
        /// Its name: `database.tls`.
        public var name: String
        /// The result.
        public var status: Status
        /// The finding, as a sentence.
        public var message: String
        /// The way out; nil where there is nothing to do.
        public var hint: String?
        /// Whether it is about a login or a permission.
        public var isAboutAccess: Bool

        /// Describes a check.
        public init(
            _ name: String,
            _ status: Status,
            message: String,
            hint: String? = nil,
            isAboutAccess: Bool = false
        ) {
            self.name = name
            self.status = status
            self.message = message
            self.hint = hint
            self.isAboutAccess = isAboutAccess
        }
    }

    /// The checks in the order in which they are shown.
    public var checks: [Check]

    /// Collects checks.
    public init(_ checks: [Check] = []) { self.checks = checks }

    /// The checks that found a problem.
    public var problems: [Check] { checks.filter { $0.status == .problem } }
}
