import CPostgres

/// One answer of the server, freed when its scope ends.
@safe struct QueryResult: ~Copyable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe PQclear(handle) }

    var status: ExecStatusType { unsafe PQresultStatus(handle) }

    /// The number of rows that an UPDATE, INSERT or DELETE touched; zero for other statements.
    var affectedRows: Int { unsafe Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// The command's tag, such as `COMMIT`.
    var tag: String { unsafe String(cString: PQcmdStatus(handle)) }

    var rowCount: Int32 { unsafe PQntuples(handle) }
}
