import CPostgres

extension Connection {
    /// The version of TLS that the connection is encrypted with, such as `TLSv1.3`; nil when it is not.
    public var encryption: String? {
        guard unsafe PQsslInUse(handle) == 1 else { return nil }
        return unsafe PQsslAttribute(handle, "protocol").map { unsafe String(cString: $0) } ?? "TLS"
    }

    /// The number of the server process that the server named when it let us in.
    ///
    /// A pooler names one of its own making, so that another answers `pg_backend_pid()`.
    public var processNumber: Int { unsafe Int(PQbackendPID(handle)) }

    /// The port, as a text; empty when there is none.
    public var port: String { unsafe PQport(handle).map { unsafe String(cString: $0) } ?? "" }
}
