extension JSONScanner {
    /// The name of a member, compared without making a string of it.
    ///
    /// Both `key == "row"` and `switch key { case "row": … }` do.
    public struct Key {
        let literal: Literal

        /// The name as a string.
        public var text: String { literal.decoded }

        /// Returns whether the name is that text.
        public static func == (key: Key, name: StaticString) -> Bool {
            guard !key.literal.hasEscapes, name.hasPointerRepresentation else {
                return key.text == name.description
            }
            guard key.literal.bytes.count == name.utf8CodeUnitCount else { return false }
            for index in 0..<name.utf8CodeUnitCount where key.literal.bytes[index] != name.utf8Start[index] {
                return false
            }
            return true
        }

        /// Returns whether the name has these bytes in UTF-8.
        public static func == (key: Key, name: [UInt8]) -> Bool {
            guard !key.literal.hasEscapes else { return Array(key.text.utf8) == name }
            guard key.literal.bytes.count == name.count else { return false }
            for index in name.indices where key.literal.bytes[index] != name[index] { return false }
            return true
        }

        /// Returns whether the name is that text, for a `switch`.
        public static func ~= (name: StaticString, key: Key) -> Bool { key == name }
    }
}
