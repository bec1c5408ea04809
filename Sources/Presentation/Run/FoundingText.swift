public import JSON
public import Reconciliation

/// A configuration and a state that were made, for people and for programs.
public struct FoundingText: Rendered {
    /// The configuration's path, absolute.
    private let path: String
    /// The same as people would write it.
    private let name: String
    private let commit: String
    private let state: State?
    private let plan: Plan

    /// Prepares the text.
    ///
    /// - Parameters:
    ///   - path: The configuration's path, absolute.
    ///   - name: The same as people would write it.
    ///   - commit: The commit.
    ///   - state: The empty state; nil where none was made.
    ///   - plan: The first plan.
    public init(path: String, name: String, commit: String, state: State?, plan: Plan) {
        self.path = path
        self.name = name
        self.commit = commit
        self.state = state
        self.plan = plan
    }

    /// The files that were written, and the next step.
    public var text: String {
        """
        Wrote \(name)\(state == nil ? "" : " and an empty state"), and committed them as \(commit.prefix(12)).
        Next: audit-jira doctor checks the rest, audit-jira plan shows the first plan.

        """
    }

    /// The same, with the number of actions of the first plan.
    public var json: JSON {
        let counts = plan.counts.sorted { $0.key < $1.key }
        return [
            "configuration": .string(path),
            "commit": .string(commit),
            "lineage": state.map { .string($0.lineage) } ?? .null,
            "counts": .object(JSONObject(counts.map { ($0.key.rawValue, .integer($0.value)) })),
        ]
    }
}
