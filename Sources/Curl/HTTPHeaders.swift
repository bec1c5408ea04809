/// The header fields of a request or a response, in order, found by name whatever its case.
public struct HTTPHeaders: Sendable {
    /// One field, as it was written.
    public typealias Field = (name: String, value: String)

    /// The fields in the order they came.
    public private(set) var fields: [Field] = []

    /// Creates headers without fields.
    public init() {}

    /// The first value under a name; setting replaces every field of that name, and nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.isSameHeaderName(as: name) }?.value }
        set {
            fields.removeAll { $0.name.isSameHeaderName(as: name) }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    /// Returns all values under a name, in order.
    public func values(of name: String) -> [String] {
        fields.filter { $0.name.isSameHeaderName(as: name) }.map(\.value)
    }

    /// Adds a field, and keeps those of the same name.
    public mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    mutating func removeAll() { fields.removeAll(keepingCapacity: true) }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    /// Creates headers from pairs; a name may occur more than once.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }
}

extension HTTPHeaders: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names alone: a value may be a secret.
    public var description: String { fields.map(\.name).joined(separator: ", ") }

    /// The names alone: a value may be a secret.
    public var debugDescription: String { description }

    /// Nothing but the names, so that `dump` shows no value either.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: fields.map(\.name)) }
}

extension String {
    /// Whether two header names are one, by ASCII letters without case (RFC 9110, 5.1).
    func isSameHeaderName(as other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
