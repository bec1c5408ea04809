internal import Reconciliation

/// A search in Jira's query language, built of parts that cannot break out of their place.
struct JQL: Hashable, Sendable {
    /// The query's text.
    private(set) var text: String

    static func project(_ key: String) -> JQL { JQL(text: "project = \(quoted(key))") }

    /// Issues of a type, by its id.
    static func type(_ id: String) -> JQL { JQL(text: "issuetype = \(quoted(id))") }

    /// Issues in a status, by its id.
    static func status(_ id: String) -> JQL { JQL(text: "status = \(quoted(id))") }

    /// Issues in any of some statuses, by their ids.
    static func statuses(_ ids: [String]) -> JQL {
        JQL(text: "status in (\(ids.map(quoted).joined(separator: ", ")))")
    }

    static func label(_ label: String) -> JQL { JQL(text: "labels = \(quoted(label))") }

    static func ids(_ ids: [IssueID]) -> JQL {
        JQL(text: "id in (\(ids.map(\.description).joined(separator: ", ")))")
    }

    static func keys(_ keys: [String]) -> JQL {
        JQL(text: "key in (\(keys.map(quoted).joined(separator: ", ")))")
    }

    /// Issues changed at a moment or later; epoch milliseconds are exact, where a date would be read in the caller's
    /// time zone and to the minute.
    static func updated(since milliseconds: Int64) -> JQL { JQL(text: "updated >= \(milliseconds)") }

    static func created(since milliseconds: Int64) -> JQL { JQL(text: "created >= \(milliseconds)") }

    static func && (left: JQL, right: JQL) -> JQL { JQL(text: "\(left.text) AND \(right.text)") }

    /// The oldest first: an order that does not change while pages are read.
    var oldestFirst: JQL { JQL(text: text + " ORDER BY created ASC, key ASC") }

    var newestFirst: JQL { JQL(text: text + " ORDER BY created DESC, key DESC") }

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
