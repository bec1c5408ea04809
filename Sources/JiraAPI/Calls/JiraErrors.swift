package import JSON

/// The errors that a JSON answer of Jira's lists, in any of its shapes.
package struct JiraErrors: Hashable, Sendable {
    /// Errors about the call as a whole, in Jira's order.
    package private(set) var messages: [String] = []
    /// Errors by the id of the field, in Jira's order.
    package private(set) var fields: [Field] = []

    /// An error about a field.
    package struct Field: Hashable, Sendable {
        /// The field's id.
        package var name: String
        /// Jira's words.
        package var message: String
    }

    /// Reads `errorMessages` and `errors`, and the shapes of the bulk API and the gateway: `{"errors":[{"message"}]}`,
    /// `{"message"}`, `{"error"}`.
    package init(_ json: JSON?) {
        messages = (json?["errorMessages"]?.array ?? []).compactMap(\.string)
        for (name, value) in json?["errors"]?.object ?? [:] {
            fields.append(Field(name: name, message: value.string ?? value.text()))
        }
        for element in json?["errors"]?.array ?? [] {
            if let message = element["message"]?.string { messages.append(message) }
        }
        if isEmpty {
            messages = ["errorMessage", "message", "error_description", "error"].compactMap {
                json?[$0]?.string
            }.prefix(1).map { $0 }
        }
    }

    /// Whether the answer lists no error.
    package var isEmpty: Bool { messages.isEmpty && fields.isEmpty }

    /// All errors in one line, cut where it grows too long to read.
    package var text: String {
        let parts = messages + fields.map { "\($0.name): \($0.message)" }
        let line = parts.map(\.onOneLine).joined(separator: "; ")
        return line.count > 1000 ? line.prefix(1000) + "…" : line
    }
}

extension String {
    /// The text with every run of white space and control characters as one space.
    package var onOneLine: String {
        let isGap = { (character: Character) in
            character.isWhitespace
                || character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
        }
        return split(whereSeparator: isGap).joined(separator: " ")
    }
}
