extension Site {
    /// Adds a custom field of the seed.
    mutating func addCustomField(_ seed: JSONValue) throws(SandboxError) {
        guard let id = seed["id"]?.text, id.hasPrefix("customfield_"), let name = seed["name"]?.text,
            let kind = CustomField.Kind(rawValue: seed["type"]?.text ?? "text")
        else {
            let kinds = CustomField.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw SandboxError(
                "A custom field needs an id that begins with customfield_, a name, and a type: one of \(kinds)."
            )
        }
        catalog.customFields.append(
            CustomField(
                id: id,
                name: name,
                kind: kind,
                options: options(seed["options"]),
                standard: seed["default"],
                scope: seed["scope"]?.text
            )
        )
    }

    /// The options of a list: texts, or a mapping of texts to the options below them.
    private mutating func options(_ seed: JSONValue?) -> [FieldOption] {
        let entries = seed?.members?.entries ?? (seed?.texts ?? []).map { ($0, .null) }
        return entries.map { name, below in
            FieldOption(id: String(nextNumber()), name: name, children: options(below))
        }
    }

    /// Things with ids and names, such as components.
    mutating func named(_ seed: JSONValue?) -> [NamedValue] {
        (seed?.texts ?? []).map { NamedValue(id: String(nextNumber()), name: $0) }
    }

    /// Adds the caller, and the people and groups of the seed.
    mutating func addPeople(_ seed: JSONValue) throws(SandboxError) {
        catalog.people = [
            Person(
                id: Account.id,
                name: Account.name,
                displayName: Account.displayName,
                email: configuration.email
            )
        ]
        for person in seed["users"]?.elements ?? [] {
            guard let id = person["accountId"]?.text, let email = person["email"]?.text else {
                throw SandboxError("A user of the seed needs an accountId and an email.")
            }
            catalog.people.append(
                Person(
                    id: id,
                    name: person["name"]?.text ?? String(email.prefix { $0 != "@" }),
                    displayName: person["displayName"]?.text ?? email,
                    email: email,
                    isHidden: person["emailHidden"] == true,
                    isActive: person["active"] != false
                )
            )
        }
        catalog.groups += seed["groups"]?.texts ?? []
        for (place, token) in (seed["tokens"]?.elements ?? []).enumerated() {
            catalog.tokens.append([
                "id": .integer(place + 1), "name": token["name"] ?? "",
                "expiringAt": token["expires"] ?? .null,
            ])
        }
    }
}
