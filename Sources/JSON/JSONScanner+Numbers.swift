extension JSONScanner {
    /// A number as it is written.
    struct Number {
        let bytes: UnsafeRawBufferPointer
        /// The value when there is neither fraction nor exponent and it fits.
        let integer: Int?
    }

    mutating func number() throws(JSONError) -> JSON {
        skipWhitespace()
        let start = offset
        let literal = try numberLiteral()
        if let integer = literal.integer { return .integer(integer) }
        // The grammar was checked, so only the range can fail: an infinity would not survive being written.
        guard let value = Double(String(decoding: literal.bytes, as: UTF8.self)), value.isFinite else {
            throw JSONError("the number is too large", at: start, in: bytes)
        }
        return .double(value)
    }

    /// Reads a number by the grammar of RFC 8259 section 6.
    mutating func numberLiteral() throws(JSONError) -> Number {
        skipWhitespace()
        let start = offset
        let isNegative = take(UInt8(ascii: "-"))
        let first = offset
        let magnitude = try digits()
        if offset - first > 1, bytes[first] == UInt8(ascii: "0") {
            offset = first
            throw failure("a number begins with a needless zero")
        }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            _ = try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            _ = try digits()
        }
        isAfterValue = true
        let literal = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
        guard isWhole, let magnitude else { return Number(bytes: literal, integer: nil) }
        let integer = isNegative ? Int(exactly: -Int128(magnitude)) : Int(exactly: magnitude)
        return Number(bytes: literal, integer: integer)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    /// Reads one digit or more and returns their value, or nil when it does not fit.
    private mutating func digits() throws(JSONError) -> UInt64? {
        let start = offset
        var value: UInt64 = 0
        var fits = true
        while offset < bytes.count {
            let digit = bytes[offset] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            let product = value.multipliedReportingOverflow(by: 10)
            let sum = product.partialValue.addingReportingOverflow(UInt64(digit))
            if product.overflow || sum.overflow { fits = false }
            value = sum.partialValue
            offset += 1
        }
        guard offset > start else {
            throw failure(offset < bytes.count ? "a digit is expected here" : Self.endMessage)
        }
        return fits ? value : nil
    }
}
