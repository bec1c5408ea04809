/// An error that PostgreSQL, libpq or the way to the server reported.
///
/// No part of it holds a password or a connection string. SQLSTATE's values:
/// https://www.postgresql.org/docs/current/errcodes-appendix.html
public struct PostgresError: Error, Hashable, Sendable {
    /// The kind of the failure, as far as a program can act on it.
    public enum Kind: Hashable, Sendable {
        /// The connection string or its keywords cannot be read.
        case settings
        /// The host has no address.
        case hostNotFound
        /// There is no way to the host.
        case unreachable
        /// Nobody listens there.
        case refused
        /// The server, or the way to it, took longer than was allowed.
        case timedOut
        /// The server asks for a password and there is none.
        case passwordMissing
        /// The server answered and does not let us in; `sqlState` says why.
        case rejected
        /// Any other failure to connect, TLS for one.
        case connectionFailed
        /// The connection broke; what was asked for last did not take effect.
        case connectionLost
        /// The connection broke during COMMIT: the transaction may have taken effect or not.
        case commitUnknown
        /// The server refused a statement; `sqlState` says why.
        case statement
        /// Somebody asked to stop.
        case cancelled
        /// A value cannot be sent, or an answer is not what the statement should give.
        case value
    }

    /// The class of the failure.
    public let kind: Kind
    /// The five characters of SQLSTATE, or `nil` when no server spoke.
    public let sqlState: String?
    /// One sentence, without a stop at its end.
    public let message: String
    /// The server's further explanation.
    public var detail: String?
    /// The server's advice.
    public var hint: String?
    /// The schema that the error is about.
    public var schema: String?
    /// The table that the error is about.
    public var table: String?
    /// The column that the error is about.
    public var column: String?
    /// The constraint that was violated.
    public var constraint: String?

    /// Makes an error of the given kind.
    public init(_ kind: Kind, sqlState: String? = nil, _ message: String) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
    }
}

extension PostgresError: CustomStringConvertible {
    /// The message, then the detail and the SQLSTATE where there are any.
    public var description: String {
        var text = message
        if let detail { text += " (\(detail))" }
        if let sqlState { text += " [SQLSTATE \(sqlState)]" }
        return text
    }
}
