extension JSON {
    /// Creates a value from a whole text, strictly by RFC 8259.
    ///
    /// A byte order mark is passed over. Two members of one name, bytes that are not UTF-8 and nesting deeper
    /// than ``JSONScanner/maximumDepth`` are errors; half a surrogate pair becomes U+FFFD.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            try JSON(parsing: UnsafeRawBufferPointer(buffer))
        }
    }

    /// Creates a value from a whole text in memory, strictly by RFC 8259.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        self = try scanner.value()
        try scanner.finish()
    }

    /// Creates a value from a whole text, strictly by RFC 8259.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
        try self.init(parsing: Array(bytes))
    }

    /// Creates a value from a whole text, strictly by RFC 8259.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}
