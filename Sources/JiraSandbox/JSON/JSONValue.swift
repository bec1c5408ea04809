/// A JSON value as the sandbox reads and writes it, with the members of objects in the order they were written.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONMembers)

    /// Returns the member of that name, or nil where this is no object or has none.
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    var text: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var whole: Int? {
        switch self {
        case .integer(let value): value
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    var truth: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    var elements: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    var members: JSONMembers? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The strings of an array of nothing but strings, or nil.
    var texts: [String]? {
        guard let elements else { return nil }
        let texts = elements.compactMap(\.text)
        return texts.count == elements.count ? texts : nil
    }

    /// The text of a string, or the digits of a whole number: ids arrive in both ways.
    var identifier: String? { text ?? whole.map { String($0) } }

    var isNull: Bool { self == .null }
}

/// The members of an object: few in practice, so a list serves better than a table.
struct JSONMembers: Sendable {
    private(set) var entries: [(name: String, value: JSONValue)] = []

    var names: [String] { entries.map(\.name) }
    var isEmpty: Bool { entries.isEmpty }

    subscript(_ name: String) -> JSONValue? {
        get { entries.first { $0.name == name }?.value }
        set {
            let place = entries.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Adds a member without looking for one of the same name.
    mutating func append(_ name: String, _ value: JSONValue) {
        entries.append((name, value))
    }
}

extension JSONMembers: Equatable {
    static func == (left: JSONMembers, right: JSONMembers) -> Bool {
        left.entries.count == right.entries.count && left.entries.allSatisfy { right[$0.name] == $0.value }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(nilLiteral: ()) { self = .null }

    init(dictionaryLiteral elements: (String, JSONValue)...) {
        var members = JSONMembers()
        for (name, value) in elements { members.append(name, value) }
        self = .object(members)
    }
}
