/// A search in Jira's query language, built of parts that cannot break out of their place.
package struct JQL: Hashable, Sendable {
    /// The query's text.
    package private(set) var text: String

    /// Issues of a project, by its key.
    package static func project(_ key: String) -> JQL { JQL(text: "project = \(quoted(key))") }

    /// Issues of a type, by its id.
    package static func type(_ id: String) -> JQL { JQL(text: "issuetype = \(quoted(id))") }

    /// Issues in a status, by its id.
    package static func status(_ id: String) -> JQL { JQL(text: "status = \(quoted(id))") }

    /// Issues in any of some statuses, by their ids.
    package static func statuses(_ ids: [String]) -> JQL {
        JQL(text: "status in (\(ids.map(quoted).joined(separator: ", ")))")
    }

    /// Issues with a label.
    package static func label(_ label: String) -> JQL { JQL(text: "labels = \(quoted(label))") }

    /// Issues by their ids.
    package static func ids(_ ids: [UInt64]) -> JQL {
        JQL(text: "id in (\(ids.map(String.init).joined(separator: ", ")))")
    }

    /// Issues by their keys.
    package static func keys(_ keys: [String]) -> JQL {
        JQL(text: "key in (\(keys.map(quoted).joined(separator: ", ")))")
    }

    /// Issues changed at a moment or later; epoch milliseconds are exact, where a date would be read in the caller's
    /// time zone and to the minute.
    package static func updated(since milliseconds: Int64) -> JQL { JQL(text: "updated >= \(milliseconds)") }

    /// Issues created at a moment or later, in milliseconds since 1970.
    package static func created(since milliseconds: Int64) -> JQL { JQL(text: "created >= \(milliseconds)") }

    /// Issues that both queries find.
    package static func && (left: JQL, right: JQL) -> JQL { JQL(text: "\(left.text) AND \(right.text)") }

    /// The oldest first: an order that does not change while pages are read.
    package var oldestFirst: JQL { JQL(text: text + " ORDER BY created ASC, key ASC") }

    /// The youngest first.
    package var newestFirst: JQL { JQL(text: text + " ORDER BY created DESC, key DESC") }

    /// A text as a quoted string of the language, which takes control characters and noncharacters as escapes alone.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += escape(scalar)
            default:
                let isNoncharacter =
                    (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
                if isNoncharacter, scalar.value <= 0xFFFF {
                    result += escape(scalar)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
