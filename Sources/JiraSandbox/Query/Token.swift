/// The smallest parts of a JQL text.
struct Token: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case word(String)
        case quoted(String)
        case symbol(String)
        case end
    }

    let kind: Kind
    let column: Int

    /// Splits a text into tokens.
    static func tokens(of text: String) throws(QueryError) -> [Token] {
        // Not characters: a combining mark behind a quote leaves it a quote.
        let characters = Array(text.unicodeScalars)
        var tokens: [Token] = []
        var place = 0
        while place < characters.count {
            let character = characters[place]
            let column = place + 1
            if character.properties.isWhitespace {
                place += 1
            } else if character == "\"" || character == "'" {
                let (value, next) = try quoted(characters, from: place)
                tokens.append(Token(kind: .quoted(value), column: column))
                place = next
            } else if let symbol = symbol(characters, at: place) {
                tokens.append(Token(kind: .symbol(symbol), column: column))
                place += symbol.count
            } else {
                let start = place
                while place < characters.count, !characters[place].properties.isWhitespace,
                    characters[place] != "\"",
                    characters[place] != "'", symbol(characters, at: place) == nil
                {
                    place += 1
                }
                tokens.append(Token(kind: .word(Self.text(characters[start..<place])), column: column))
            }
        }
        tokens.append(Token(kind: .end, column: characters.count + 1))
        return tokens
    }

    private static func symbol(_ characters: [Unicode.Scalar], at place: Int) -> String? {
        if place + 1 < characters.count {
            let two = text(characters[place...place + 1])
            if ["!=", "<=", ">=", "!~"].contains(two) { return two }
        }
        return "=<>~(),!".unicodeScalars.contains(characters[place]) ? String(characters[place]) : nil
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private static func quoted(
        _ characters: [Unicode.Scalar],
        from start: Int
    ) throws(QueryError) -> (
        String, Int
    ) {
        var units: [UInt16] = []
        var place = start + 1
        while place < characters.count, characters[place] != characters[start] {
            guard characters[place] == "\\" else {
                if isControl(characters[place]) { throw illegal(characters[place], place) }
                units += UTF16.encode(characters[place]).map(Array.init) ?? []
                place += 1
                continue
            }
            let (unit, next) = try escape(characters, from: place)
            units.append(unit)
            place = next
        }
        let value = String(decoding: units, as: UTF16.self)
        guard place < characters.count else {
            throw QueryError(
                "Error in the JQL Query: The quoted string '\(value)' has not been completed. "
                    + "(line 1, character \(start + 1))"
            )
        }
        return (value, place + 1)
    }

    /// Reads what a backslash begins.
    private static func escape(
        _ characters: [Unicode.Scalar],
        from start: Int
    ) throws(QueryError) -> (
        UInt16, Int
    ) {
        let plain: [Unicode.Scalar: UInt16] = [
            "n": 0x0a, "r": 0x0d, "t": 0x09, "\\": 0x5c, "\"": 0x22, "'": 0x27, " ": 0x20,
        ]
        if start + 1 < characters.count, let unit = plain[characters[start + 1]] { return (unit, start + 2) }
        if start + 5 < characters.count, characters[start + 1] == "u",
            let unit = UInt16(text(characters[start + 2...start + 5]), radix: 16)
        {
            return (unit, start + 6)
        }
        throw QueryError(
            "Error in the JQL Query: An escape sequence is not complete or not known. "
                + "(line 1, character \(start + 1))"
        )
    }

    /// Whether Jira takes a character in a quoted string as an escape only.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0a, 0x0d: false
        case 0...0x1f, 0x7f...0x9f, 0xfdd0...0xfdef, 0xfffe, 0xffff: true
        default: false
        }
    }

    private static func illegal(_ scalar: Unicode.Scalar, _ place: Int) -> QueryError {
        QueryError(
            "Error in the JQL Query: The character 'U+\(String(scalar.value, radix: 16))' at position "
                + "\(place + 1) is not allowed. You must use an escape sequence."
        )
    }
}

/// A query that cannot be read or answered, in the words that Jira would use.
struct QueryError: Error, Sendable, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}
