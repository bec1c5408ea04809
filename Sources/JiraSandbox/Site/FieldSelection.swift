/// The fields of an issue that a caller wants.
struct FieldSelection: Sendable {
    private var everything = false

    /// Whether all fields are asked for, perhaps without some.
    var isEverything: Bool { everything }

    private var wanted: Set<String> = []
    private var unwanted: Set<String> = []
    /// Whether any field of its own was named.
    private(set) var namesFields = false

    /// Reads the names that a request gives: `*all`, `*navigable`, ids, and ids with a minus for all others.
    init(_ names: [String], default standard: String) {
        let names = names.filter { !$0.isEmpty }
        for name in names.isEmpty ? [standard] : names {
            if name == "*all" || name == "*navigable" {
                everything = true
                if name == "*navigable" { unwanted.formUnion(["comment"]) }
            } else if name.hasPrefix("-") {
                unwanted.insert(String(name.dropFirst()))
            } else {
                wanted.insert(name)
                namesFields = namesFields || !names.isEmpty
            }
        }
        if wanted.isEmpty, !unwanted.isEmpty { everything = true }
    }

    func contains(_ field: String) -> Bool {
        wanted.contains(field) || everything && !unwanted.contains(field)
    }

    /// Whether it asks for nothing but an issue's id or key.
    var isIdentityOnly: Bool { !everything && wanted.isSubset(of: ["id", "key"]) }

    /// The same with the key, which the old search always gives.
    var withKey: FieldSelection {
        var selection = self
        if !everything { selection.wanted.insert("key") }
        return selection
    }

    var isIdOnly: Bool { isIdentityOnly && !wanted.contains("key") }

    /// The number of fields that are named.
    var count: Int { wanted.count }

    /// Whether one of these is asked for by name.
    func names(anyOf fields: Set<String>) -> Bool { !wanted.isDisjoint(with: fields) }
}
