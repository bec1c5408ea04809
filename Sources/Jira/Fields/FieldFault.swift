internal import JiraAPI
internal import Workflow

/// Why a value is none that a field takes.
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

extension FieldFault {
    /// How many of a field's values a hint names.
    private static let mostOffered = 10

    /// The problem that a row or an issue has with a field by that.
    func problem(with title: String, about subject: String) -> Problem {
        let field = "the field \"\(title)\""
        switch self {
        case .form(let text, let wanted):
            return Problem(
                .failure,
                "\(subject): \(field) takes \(wanted), not \(text.quoted).",
                hint: "Correct the row, or the field's template in `mapping`."
            )
        case .notOffered(let text, let offered):
            let near = SimilarNames.names(to: text, among: offered).map(\.quoted).joined(separator: " or ")
            return Problem(
                .failure,
                "\(subject): \(field) has no value \(text.quoted)"
                    + (near.isEmpty ? "." : "; did you mean \(near)?"),
                hint: Self.offer(offered)
            )
        case .ambiguous(let text, let ids):
            return Problem(
                .failure,
                "\(subject): \(field) has \(ids.count) values named \(text.quoted): \(ids.joined(separator: ", ")).",
                hint: "Write the id of the one that is meant in place of the name."
            )
        case .several(let texts):
            return Problem(
                .failure,
                "\(subject): \(field) takes one value, not \(texts.count): \(texts.map(\.quoted).joined(separator: ", ")).",
                hint: "Give the field one value in `mapping.fields`."
            )
        case .person(let address, let fault): return fault.problem(with: field, address, about: subject)
        case .unknown:
            return Problem(.failure, "\(subject): the value for \(field) is not known any more.")
        }
    }

    private static func offer(_ names: [String]) -> String {
        guard !names.isEmpty else { return "The field offers no values; add them in Jira first." }
        let some = names.prefix(mostOffered).map(\.quoted).joined(separator: ", ")
        return names.count > mostOffered
            ? "It takes one of \(names.count), such as \(some)." : "It takes \(some)."
    }
}

extension String {
    /// The text in quotes, on one line, and cut where it grows too long to read.
    var quoted: String {
        let line = onOneLine
        return "\"\(line.count > 80 ? line.prefix(80) + "…" : line)\""
    }
}
