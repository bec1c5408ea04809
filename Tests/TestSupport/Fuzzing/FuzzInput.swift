public import JSON

/// An input of a loop of random inputs.
public protocol FuzzInput {
    /// The input as Swift source that makes it again.
    var literal: String { get }
}

extension String: FuzzInput {
    /// The text as a literal, in ASCII.
    public var literal: String {
        let escaped = unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case " "..."~": String(scalar)
            default:
                // Noncharacters are refused in a literal, but not all of them by every compiler.
                "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return "\"\(escaped.joined())\""
    }
}

extension [UInt8]: FuzzInput {
    /// The bytes as the text that they are, or as a list of numbers.
    public var literal: String {
        if let text = String(validating: self, as: UTF8.self) { return "Array(\(text.literal).utf8)" }
        return "\(self) as [UInt8]"
    }
}

extension JSON: FuzzInput {
    /// The text that it is read from.
    public var literal: String { "try JSON(parsing: \(text().literal))" }
}
