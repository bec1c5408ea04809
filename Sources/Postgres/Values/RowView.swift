import CPostgres

/// One row of an answer, readable while the closure that was given it runs.
@safe public struct RowView: ~Copyable {
    private let result: OpaquePointer
    private let row: Int32

    init(_ result: OpaquePointer, row: Int32) {
        unsafe self.result = result
        self.row = row
    }

    /// The number of columns.
    public var count: Int { unsafe Int(PQnfields(result)) }

    /// The bytes of a column in PostgreSQL's text form, or `nil` for NULL.
    ///
    /// They lie in libpq's buffer and are gone when the closure returns: copy what shall outlive it.
    public func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
        let column = Int32(truncatingIfNeeded: column)
        let length = unsafe PQgetlength(result, row, column)
        if length == 0, unsafe PQgetisnull(result, row, column) == 1 { return nil }
        return unsafe UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(length))
    }

    /// A column as text, or `nil` for NULL.
    public func text(_ column: Int) -> String? {
        guard let bytes = unsafe bytes(column) else { return nil }
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}
