public import JSON
internal import Reconciliation
public import Workflow

/// A state that was made anew, for people and for programs.
public struct RebuildText: Rendered {
    private let draft: Rebuild.Draft
    private let commit: String

    /// Prepares the text.
    public init(_ draft: Rebuild.Draft, commit: String) {
        self.draft = draft
        self.commit = commit
    }

    /// Returns what a draft holds, as a sentence.
    public static func summary(of draft: Rebuild.Draft) -> String {
        "\(draft.state.links.count) links: \(draft.adopted) managed by their markers, \(draft.followed) followed."
    }

    /// A sentence.
    public var text: String {
        "Rebuilt the state as \(commit.prefix(12)): \(Self.summary(of: draft))\n"
    }

    /// The numbers and the commit.
    public var json: JSON {
        [
            "lineage": .string(draft.state.lineage),
            "serial": .integer(draft.state.serial),
            "managed": .integer(draft.adopted),
            "followed": .integer(draft.followed),
            "conflicts": .integer(draft.conflicts.count),
            "commit": .string(commit),
        ]
    }
}
