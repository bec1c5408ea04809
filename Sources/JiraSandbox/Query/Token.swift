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
        let characters = Array(text)
        var tokens: [Token] = []
        var place = 0
        while place < characters.count {
            let character = characters[place]
            let column = place + 1
            if character.isWhitespace {
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
                while place < characters.count, !characters[place].isWhitespace, characters[place] != "\"",
                    characters[place] != "'", symbol(characters, at: place) == nil
                {
                    place += 1
                }
                tokens.append(Token(kind: .word(String(characters[start..<place])), column: column))
            }
        }
        tokens.append(Token(kind: .end, column: characters.count + 1))
        return tokens
    }

    private static func symbol(_ characters: [Character], at place: Int) -> String? {
        if place + 1 < characters.count {
            let two = String(characters[place...place + 1])
            if ["!=", "<=", ">=", "!~"].contains(two) { return two }
        }
        return "=<>~(),!".contains(characters[place]) ? String(characters[place]) : nil
    }

    private static func quoted(_ characters: [Character], from start: Int) throws(QueryError) -> (String, Int)
    {
        var value = ""
        var place = start + 1
        while place < characters.count, characters[place] != characters[start] {
            if characters[place] == "\\", place + 1 < characters.count {
                place += 1
                value.append(
                    characters[place] == "n" ? "\n" : characters[place] == "t" ? "\t" : characters[place]
                )
            } else {
                value.append(characters[place])
            }
            place += 1
        }
        guard place < characters.count else {
            throw QueryError(
                "Error in the JQL Query: The quoted string '\(value)' has not been completed. "
                    + "(line 1, character \(start + 1))"
            )
        }
        return (value, place + 1)
    }
}

/// A query that cannot be read or answered, in the words that Jira would use.
struct QueryError: Error, Sendable, Equatable {
    let message: String

    init(_ message: String) { self.message = message }
}
