internal import JiraAPI

/// The fault of a value that a field does not take.
enum FieldFault: Error, Hashable, Sendable {
    /// It has not the form that the field takes.
    case form(String, wanted: String)
    /// The field offers other values than this one.
    case notOffered(String, offered: [String])
    /// Several of the field's values have that name; these are their ids.
    case ambiguous(String, [String])
    /// There are several values for a field that takes one.
    case several([String])
    /// No account goes with an e-mail address, or none that can be told.
    case person(String, PersonSearch.Fault)
    /// Only a digest of the value is known.
    case unknown
}

extension String {
    /// The text in quotes, on one line, and cut where it grows too long to read.
    var quoted: String {
        let line = onOneLine
        return "\"\(line.count > 80 ? line.prefix(80) + "…" : line)\""
    }
}
