extension JSONScanner {
    /// Reads a truth value.
    public mutating func bool() throws(JSONError) -> Bool {
        skipWhitespace()
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "t") {
            try word("true")
            return true
        }
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "f") else {
            throw failure("true or false is expected here")
        }
        try word("false")
        return false
    }

    /// Reads `null` and returns true, or returns false and stays where it is.
    public mutating func null() throws(JSONError) -> Bool {
        skipWhitespace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "n") else { return false }
        try word("null")
        return true
    }

    /// Reads a whole number; a fraction, an exponent or a number that does not fit is an error.
    public mutating func integer() throws(JSONError) -> Int {
        skipWhitespace()
        let start = offset
        guard let value = try numberLiteral().integer else {
            throw JSONError("a whole number is expected here", at: start, in: bytes)
        }
        return value
    }

    /// Reads a number.
    public mutating func double() throws(JSONError) -> Double {
        try number().double ?? 0
    }

    /// Passes over the next value, whatever it is, and allocates nothing.
    public mutating func skip() throws(JSONError) {
        switch try peek() {
        case .object:
            try beginObject()
            while try nextKey() != nil { try skip() }
        case .array:
            try beginArray()
            while try nextElement() { try skip() }
        case .string: _ = try readString()
        case .bool: _ = try bool()
        case .null: _ = try null()
        case .number: _ = try numberLiteral()
        }
    }

    /// Reads the next value, whatever it is; an object with two members of one name is an error.
    public mutating func value() throws(JSONError) -> JSON {
        switch try peek() {
        case .string: return .string(try string())
        case .bool: return .bool(try bool())
        case .number: return try number()
        case .null:
            _ = try null()
            return .null
        case .array:
            var elements: [JSON] = []
            try beginArray()
            while try nextElement() { elements.append(try value()) }
            return .array(elements)
        case .object:
            var members = JSONObject()
            try beginObject()
            while let key = try nextKey() {
                let start = offset
                guard members.insert(key.text, try value()) else {
                    throw JSONError("two members of this object have the same name", at: start, in: bytes)
                }
            }
            return .object(members)
        }
    }

    private mutating func word(_ expected: StaticString) throws(JSONError) {
        for index in 0..<expected.utf8CodeUnitCount {
            guard offset + index < bytes.count else {
                offset = bytes.count
                throw failure(Self.endMessage)
            }
            guard bytes[offset + index] == expected.utf8Start[index] else {
                throw failure("a value is expected here")
            }
        }
        offset += expected.utf8CodeUnitCount
        isAfterValue = true
    }
}
