/// Reads a query from its text.
struct QueryParser {
    private let tokens: [Token]
    private let custom: [CustomField]
    private var place = 0

    /// Reads a whole query, in which custom fields may stand by name.
    static func parse(_ text: String, custom: [CustomField] = []) throws(QueryError) -> Query {
        var parser = QueryParser(tokens: try Token.tokens(of: text), custom: custom)
        return try parser.query()
    }

    private init(tokens: [Token], custom: [CustomField]) {
        self.tokens = tokens
        self.custom = custom
    }

    private var token: Token { tokens[min(place, tokens.count - 1)] }

    private mutating func query() throws(QueryError) -> Query {
        var query = Query()
        if token.kind != .end, !isWord("order") { query.condition = try alternatives() }
        if takeWord("order") {
            guard takeWord("by") else { throw expected("'BY'") }
            repeat { query.order.append(try ordering()) } while takeSymbol(",")
            guard query.order.count <= 7 else { throw QueryError("JQL can be ordered by at most 7 fields.") }
        }
        guard token.kind == .end else { throw expected("either 'OR' or 'AND'") }
        return query
    }

    private mutating func ordering() throws(QueryError) -> Query.Order {
        let field = try field()
        if takeWord("desc") { return Query.Order(field: field, isDescending: true) }
        _ = takeWord("asc")
        return Query.Order(field: field, isDescending: false)
    }

    private mutating func alternatives() throws(QueryError) -> Query.Condition {
        var conditions = [try conjunction()]
        while takeWord("or") { conditions.append(try conjunction()) }
        return conditions.count == 1 ? conditions[0] : .any(conditions)
    }

    private mutating func conjunction() throws(QueryError) -> Query.Condition {
        var conditions = [try negation()]
        while takeWord("and") { conditions.append(try negation()) }
        return conditions.count == 1 ? conditions[0] : .all(conditions)
    }

    private mutating func negation() throws(QueryError) -> Query.Condition {
        if takeWord("not") || takeSymbol("!") { return .not(try negation()) }
        if takeSymbol("(") {
            let inner = try alternatives()
            guard takeSymbol(")") else { throw expected("')'") }
            return inner
        }
        return .clause(try clause())
    }

    private mutating func clause() throws(QueryError) -> Query.Clause {
        let field = try field()
        let comparison = try comparison()
        let values: [Query.Value]
        switch comparison {
        case .isOneOf, .isNoneOf: values = try list()
        case .isEmpty, .isNotEmpty:
            values = [try value()]
            guard values == [.empty] else { throw QueryError("The operator 'is' takes only EMPTY.") }
        default: values = [try value()]
        }
        return Query.Clause(field: field, comparison: comparison, values: values)
    }

    private mutating func field() throws(QueryError) -> Query.Field {
        let name: String
        switch token.kind {
        case .word(let text), .quoted(let text): name = text
        default: throw expected("a field name")
        }
        guard let field = Query.Field(name, custom: custom) else {
            throw QueryError("Field '\(name)' does not exist or you do not have permission to view it.")
        }
        place += 1
        return field
    }

    private mutating func comparison() throws(QueryError) -> Query.Comparison {
        if case .symbol(let symbol) = token.kind, let comparison = Query.Comparison(rawValue: symbol) {
            place += 1
            return comparison
        }
        if takeWord("in") { return .isOneOf }
        if takeWord("not") {
            guard takeWord("in") else { throw expected("'IN'") }
            return .isNoneOf
        }
        if takeWord("is") { return takeWord("not") ? .isNotEmpty : .isEmpty }
        if isWord("was") || isWord("changed") {
            throw QueryError("The sandbox does not know the operators 'was' and 'changed'.")
        }
        throw expected("an operator")
    }

    private mutating func list() throws(QueryError) -> [Query.Value] {
        guard takeSymbol("(") else { throw expected("'('") }
        var values: [Query.Value] = []
        repeat { values.append(try value()) } while takeSymbol(",")
        guard takeSymbol(")") else { throw expected("either ')' or ','") }
        return values
    }

    private mutating func value() throws(QueryError) -> Query.Value {
        switch token.kind {
        case .quoted(let text):
            place += 1
            return .quoted(text)
        case .word(let text):
            place += 1
            if ["empty", "null"].contains(text.lowercased()) { return .empty }
            guard takeSymbol("(") else { return .word(text) }
            guard takeSymbol(")") else { throw expected("')'") }
            return .function(text.lowercased())
        default: throw expected("either a value, list or function")
        }
    }

    private func isWord(_ word: String) -> Bool {
        guard case .word(let text) = token.kind else { return false }
        return text.lowercased() == word
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        place += 1
        return true
    }

    private mutating func takeSymbol(_ symbol: String) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        place += 1
        return true
    }

    private func expected(_ what: String) -> QueryError {
        let found =
            switch token.kind {
            case .word(let text), .quoted(let text), .symbol(let text): "got '\(text)'"
            case .end: "the query ended"
            }
        return QueryError(
            "Error in the JQL Query: Expecting \(what) but \(found). (line 1, character \(token.column))"
        )
    }
}
