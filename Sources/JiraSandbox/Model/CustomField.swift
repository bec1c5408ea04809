/// A field that the seed adds.
struct CustomField: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        case text
        case textarea
        case url
        case number
        case option
        case multiselect
        case cascade
        case labels
        case date
        case datetime
        case user
        case users
        case group
        case groups
        case version
        case versions
        case epic
    }

    let id: String
    let name: String
    let kind: Kind
    let options: [FieldOption]
    /// The value of an issue that is created without the field, as a client would send it; nil for none.
    var standard: JSONValue?
    /// The key of the only project that has it, as fields of team-managed projects are; nil for a field of the site.
    var scope: String?
}

/// An option of a field, with those below it.
struct FieldOption: Sendable, Equatable {
    let id: String
    let name: String
    var children: [FieldOption] = []

    /// The option as an issue or a create screen shows it.
    var json: JSONValue { ["id": .string(id), "value": .string(name)] }
}

/// A person of the site.
struct Person: Sendable, Equatable {
    let id: String
    let name: String
    let displayName: String
    let email: String
    /// Whether the person lets nobody see the address.
    var isHidden = false
    var isActive = true
}
