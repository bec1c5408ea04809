/// The members of a JSON object, in the order in which they were added.
///
/// Two objects with the same members in any order are equal. Names are told apart by their UTF-8 bytes.
public struct JSONObject: Sendable {
    private var entries: [(key: String, value: JSON)]
    /// The place of each name; kept only for objects too large to look through.
    private var places: [ExactKey: Int]?

    /// Up to this many members a walk is quicker than a hash table, and takes no memory.
    private static let walkable = 12

    /// Creates an object without members.
    public init() { entries = [] }

    /// Creates an object from members; the last value of a name stays, in the place of the first.
    public init(_ members: some Sequence<(String, JSON)>) {
        self.init()
        for (key, value) in members { self[key] = value }
    }

    /// The names, in order.
    public var keys: [String] { entries.map(\.key) }

    /// The values, in the order of their names.
    public var values: [JSON] { entries.map(\.value) }

    /// The value of that name; setting nil removes the member, setting a new one adds it at the end.
    public subscript(key: String) -> JSON? {
        get { place(of: key).map { entries[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): remove(at: place)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// Adds a member unless the name is taken, and returns whether it did.
    mutating func insert(_ key: String, _ value: JSON) -> Bool {
        guard place(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    private func place(of key: String) -> Int? {
        if let places { return places[ExactKey(text: key)] }
        return entries.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    private mutating func append(_ key: String, _ value: JSON) {
        entries.append((key, value))
        if places != nil {
            places?[ExactKey(text: key)] = entries.count - 1
        } else if entries.count > Self.walkable {
            index()
        }
    }

    private mutating func remove(at place: Int) {
        entries.remove(at: place)
        places = nil
        if entries.count > Self.walkable { index() }
    }

    private mutating func index() {
        places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { (ExactKey(text: $1.key), $0) })
    }
}

extension JSONObject: RandomAccessCollection {
    /// The place of the first member.
    public var startIndex: Int { 0 }

    /// The place after the last member.
    public var endIndex: Int { entries.count }

    /// The member at that place.
    public subscript(position: Int) -> (key: String, value: JSON) { entries[position] }
}

extension JSONObject: Hashable {
    /// Returns whether both have the same members, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Feeds the members to a hasher, so that their order does not matter.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in entries {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            sum ^= member.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object; of members with the same name the last value stays.
    public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}

/// A name that equals another only byte by byte.
private struct ExactKey: Hashable {
    let text: String

    static func == (left: ExactKey, right: ExactKey) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
