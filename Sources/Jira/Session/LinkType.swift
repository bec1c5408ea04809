internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// A type of links between issues, as the site has it.
struct LinkType: Hashable, Sendable {
    var id: String
    var name: String
    /// The words of an issue that is linked to about the other: "is blocked by".
    var inward: String
    /// The words of the issue that the link goes out from about the other: "blocks".
    var outward: String

    /// Reads one element of `issueLinkTypes`; nil when it lacks an id or a name.
    init?(_ json: JSON) {
        guard let id = json["id"]?.string, let name = json["name"]?.string else { return nil }
        self.init(
            id: id,
            name: name,
            inward: json["inward"]?.string ?? "",
            outward: json["outward"]?.string ?? ""
        )
    }

    init(id: String, name: String, inward: String, outward: String) {
        (self.id, self.name, self.inward, self.outward) = (id, name, inward, outward)
    }

    /// Returns the body of the request that makes a relation's first issue say it of the second.
    ///
    /// The names mislead: the issue given as `inwardIssue` is the one that shows the outward words, as in "A blocks B". So
    /// says Atlassian's page on the issue linking model, and so everybody found who looked at the result.
    func body(_ relation: Relation) -> JSON {
        let isTurned = isTurned(for: relation.kind)
        return [
            "type": ["id": .string(id)],
            "inwardIssue": ["key": .string(isTurned ? relation.other : relation.key)],
            "outwardIssue": ["key": .string(isTurned ? relation.key : relation.other)],
        ]
    }

    /// Whether the site's words go the other way round: an administrator may have swapped them.
    private func isTurned(for kind: Relation.Kind) -> Bool {
        let (out, back) = (outward.plain, inward.plain)
        return !kind.words.contains(out) && (kind.words.contains(back) || kind.turnedWords.contains(out))
    }
}

extension Relation.Kind {
    /// The name of the link type that every Jira starts out with.
    var typeName: String {
        switch self {
        case .relates: "Relates"
        case .duplicates: "Duplicate"
        }
    }

    /// The words of the first issue about the second, in the forms that are in use.
    fileprivate var words: Set<String> {
        switch self {
        case .relates: ["relates to", "is related to", "related to"]
        case .duplicates: ["duplicates", "duplicate of", "is a duplicate of", "is duplicate of"]
        }
    }

    /// The words of the second issue about the first.
    fileprivate var turnedWords: Set<String> {
        switch self {
        case .relates: []
        case .duplicates: ["is duplicated by", "duplicated by", "has duplicate", "has a duplicate"]
        }
    }

    /// Returns the type for such a relation: the one of the usual name or, where an administrator renamed it, one of the
    /// usual words; nil when the site has none.
    func type(among types: [LinkType]) -> LinkType? {
        if let type = types.first(where: { $0.name == typeName }) { return type }
        if let type = types.first(where: { $0.name.plain == typeName.lowercased() }) { return type }
        let all = words.union(turnedWords)
        return types.first { all.contains($0.outward.plain) && all.contains($0.inward.plain) }
            ?? types.first { all.contains($0.outward.plain) || all.contains($0.inward.plain) }
    }
}

extension String {
    /// The words in small letters with single spaces between them, for comparisons.
    fileprivate var plain: String { onOneLine.lowercased() }
}
