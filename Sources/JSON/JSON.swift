/// A JSON value as RFC 8259 defines it.
///
/// Strings are equal when their UTF-8 bytes are: text that only Unicode normalisation makes equal is a
/// difference here, since it is one for whoever reads the bytes.
public enum JSON: Sendable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number without fraction or exponent that fits an `Int`.
    case integer(Int)
    /// Every other number.
    case double(Double)
    /// A string.
    case string(String)
    /// A list of values.
    case array([JSON])
    /// Members in the order in which they were written.
    case object(JSONObject)
}

extension JSON: Hashable {
    /// Returns whether both values are the same, members of objects taken in any order.
    public static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

extension JSON {
    /// Whether the value is `null`.
    public var isNull: Bool { self == .null }

    /// The truth value, or nil when this is something else.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The whole number, or nil when this is something else.
    public var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The number, whole or not, or nil when this is something else.
    public var double: Double? {
        switch self {
        case .double(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// The text, or nil when this is something else.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The elements, or nil when this is something else.
    public var array: [JSON]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members, or nil when this is something else.
    public var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The member of that name, or nil when there is none or this is no object.
    public subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The element at that place, or nil when there is none or this is no array.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

extension String {
    /// Returns whether both strings are the same UTF-8 bytes; `==` would also take canonical equivalents.
    func hasSameBytes(as other: String) -> Bool {
        // Same bytes imply `==`, which for most strings is a plain comparison of memory.
        self == other && utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
