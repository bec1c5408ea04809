internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension FieldFault {
    /// The most values of a field that a hint names.
    private static let mostOffered = 10

    /// The problem that a row or an issue has with a field by the fault.
    func problem(with title: String, about subject: String) -> Problem {
        let field = "the field \"\(title)\""
        switch self {
        case .form(let text, let wanted):
            return Problem(
                .failure,
                "\(subject): \(field) takes \(wanted), not \(text.quoted)",
                hint: "Correct the row, or the field's template in `mapping`"
            )
        case .notOffered(let text, let offered):
            let near = SimilarNames.names(to: text, among: offered).map(\.quoted).joined(separator: " or ")
            return Problem(
                .failure,
                "\(subject): \(field) has no value \(text.quoted)"
                    + (near.isEmpty ? "" : "; did you mean \(near)?"),
                hint: Self.offer(offered)
            )
        case .ambiguous(let text, let ids):
            return Problem(
                .failure,
                "\(subject): \(field) has \(ids.count) values named \(text.quoted): \(ids.joined(separator: ", "))",
                hint: "Write the id of the one that is meant in place of the name"
            )
        case .several(let texts):
            return Problem(
                .failure,
                "\(subject): \(field) takes one value, not \(texts.count): \(texts.map(\.quoted).joined(separator: ", "))",
                hint: "Give the field one value in `mapping.fields`"
            )
        case .person(let address, let fault): return fault.problem(with: field, address, about: subject)
        case .unknown:
            return Problem(.failure, "\(subject): the value for \(field) is not known any more")
        }
    }

    private static func offer(_ names: [String]) -> String {
        guard !names.isEmpty else { return "The field offers no values; add them in Jira first" }
        let some = names.prefix(mostOffered).map(\.quoted).joined(separator: ", ")
        return names.count > mostOffered
            ? "It takes one of \(names.count), such as \(some)" : "It takes \(some)"
    }
}

extension PersonSearch.Fault {
    /// The most people that a message names.
    private static let mostNamed = 5

    /// The problem that a row or an issue has with a field by the fault.
    fileprivate func problem(with field: String, _ address: String, about subject: String) -> Problem {
        let person = "\(subject): \(field) takes a person, and"
        switch self {
        case .nobody:
            return Problem(
                .failure,
                "\(person) Jira finds none with the address \(address.quoted)",
                hint:
                    "Check the address. If it is right, Jira hides it, or the account lacks the permission Browse users and groups: "
                    + "write the person's account id"
            )
        case .inactive:
            return Problem(
                .failure,
                "\(person) the account with the address \(address.quoted) is switched off",
                hint: "Name somebody else"
            )
        case .several(let people):
            return Problem(
                .failure,
                "\(person) \(people.count) have the address \(address.quoted): \(Self.list(people))",
                hint: "Write the account id of the one who is meant in place of the address"
            )
        case .hidden(let people):
            return Problem(
                .failure,
                "\(person) Jira hides the addresses of those it finds for \(address.quoted): \(Self.list(people))",
                hint: "Write the account id in place of the address"
            )
        }
    }

    private static func list(_ people: [String]) -> String {
        people.prefix(mostNamed).joined(separator: "; ")
    }
}

extension [JiraField] {
    /// The most values that a hint names for a field.
    private static var mostNamed: Int { 10 }

    /// The words that a new issue must have these fields.
    var need: String {
        "a new issue must have \(map(\.name.quoted).joined(separator: " and ")), which nothing gives a value"
    }

    /// The way out where an issue must have these fields.
    var wayOut: String {
        let section = allSatisfy { FieldWriter.common[$0.id] != nil } ? "mapping" : "mapping.fields"
        let takes = map { field -> String in
            let names = field.allowedValues
            let some = names.prefix(Self.mostNamed).map(\.quoted).joined(separator: ", ")
            let more = names.count > Self.mostNamed ? " and \(names.count - Self.mostNamed) more" : ""
            return "\(field.name.quoted) (\(field.id))" + (names.isEmpty ? "" : " takes \(some)\(more)")
        }
        return "Map \(count > 1 ? "them" : "it") in `\(section)`: \(takes.joined(separator: "; "))"
    }
}

extension Problem {
    /// A new issue must have fields that a row gives no value.
    static func needs(_ fields: [JiraField], about subject: String) -> Problem {
        Problem(.failure, "\(subject): \(fields.need)", hint: fields.wayOut)
    }

    /// The issues of the project have no such field.
    static func noSuchField(_ name: FieldName, about subject: String) -> Problem {
        Problem(
            .usage,
            "\(subject): the project's issues have no field \"\(name)\" that can be set",
            hint: "Check `mapping.fields`, and the field's screen in Jira"
        )
    }

    /// A name means a field of Jira's own that no mapping sets.
    static func unmappableField(_ name: FieldName) -> Problem {
        Problem(
            .usage,
            "mapping.fields: \"\(name)\" is a field of Jira's own that no mapping sets",
            hint: "Write the id of the field that is meant: customfield_ and a number"
        )
    }

    /// A mapped field is one that has a key of its own in the configuration.
    static func fieldOfItsOwn(_ name: FieldName, _ id: FieldName) -> Problem {
        Problem(
            .usage,
            "mapping.fields: \"\(name)\" is the field that mapping.\(id) is for",
            hint: "Write mapping.\(id) in its place"
        )
    }

    /// Two mapped names mean one field.
    static func sameField(_ other: FieldName, _ name: FieldName, id: FieldName) -> Problem {
        Problem(
            .usage,
            "mapping.fields: \"\(other)\" and \"\(name)\" are one field (\(id))",
            hint: "Leave one of them out"
        )
    }

    /// A mapped name means no field, though perhaps one of a similar name.
    static func unknownField(_ name: FieldName, similar: [String]) -> Problem {
        let near = similar.map { "\"\($0)\"" }.joined(separator: " or ")
        return Problem(
            .usage,
            "mapping.fields: Jira has no field \"\(name)\" that the account can see"
                + (near.isEmpty ? "" : "; did you mean \(near)?"),
            hint: "Write a field's name as Jira shows it, or its id: customfield_ and a number"
        )
    }

    /// A mapped name means several fields.
    static func ambiguousField(_ name: FieldName, _ ids: [FieldName]) -> Problem {
        Problem(
            .usage,
            "mapping.fields: Jira has \(ids.count) fields named \"\(name)\": \(ids.joined(separator: ", "))",
            hint: "Write the id of the one that is meant in place of the name"
        )
    }
}
