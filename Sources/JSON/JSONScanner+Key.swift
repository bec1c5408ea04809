extension JSONScanner {
    /// The name of a member, compared without making a string of it: `if key == "row"` or `switch key { case "row": … }`.
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

        /// Returns whether the name is that text, for a `switch`.
        public static func ~= (name: StaticString, key: Key) -> Bool { key == name }
    }
}
