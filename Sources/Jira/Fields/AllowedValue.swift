internal import JSON
internal import JiraAPI

/// A value that a field offers: an option, a priority, a component.
public struct AllowedValue: Hashable, Sendable {
    /// Its id, which decides where names are localised; nil where Jira tells none.
    public var id: String?
    /// The name people see.
    public var name: String
    /// The options below it; empty for all but cascading ones.
    public var children: [AllowedValue] = []

    /// Names a value.
    init(id: String?, name: String, children: [AllowedValue] = []) {
        self.id = id
        self.name = name
        self.children = children
    }

    init?(_ json: JSON) {
        guard let name = json["name"]?.string ?? json["value"]?.string else { return nil }
        self.name = name
        id = json["id"]?.string
        children = (json["children"]?.array ?? []).compactMap(AllowedValue.init)
    }
}

extension [AllowedValue] {
    /// Returns the value of that name; where none has it, the only one that has it in another case; where none has, the one of
    /// that id.
    func value(_ text: String) throws(FieldFault) -> AllowedValue {
        let wanted = text.onOneLine
        let matches: [(AllowedValue) -> Bool] = [
            { $0.name == wanted }, { $0.name.onOneLine.lowercased() == wanted.lowercased() },
            { $0.id == wanted },
        ]
        for match in matches {
            let found = filter(match)
            if found.count == 1 { return found[0] }
            guard found.isEmpty else {
                throw .ambiguous(wanted, found.map { $0.id.map { "\($0)" } ?? $0.name })
            }
        }
        throw .notOffered(wanted, offered: map(\.name))
    }
}
