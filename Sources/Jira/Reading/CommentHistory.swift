internal import JSON
internal import JiraAPI
internal import Reconciliation

/// The comments on an issue, and the moment of its last move: they tell of a comment that was added by a run which died before
/// it could move the issue.
struct CommentHistory: Hashable, Sendable {
    struct Comment: Hashable, Sendable {
        /// The text, normalised; nil when there is none.
        var text: String?
        /// In milliseconds since 1970; nil when Jira does not tell.
        var created: Int64?
    }

    /// The comments that are known, the youngest last.
    var comments: [Comment] = []
    /// Whether there are no others.
    var isWhole = true
    /// The moment when the category of its status last changed, in milliseconds since 1970; nil when Jira does not tell.
    var since: Int64?

    /// The fields to ask for.
    static let fields: [FieldName] = ["comment", sinceField]

    /// The field that says on Cloud when the category of the status last changed.
    static let sinceField: FieldName = "statuscategorychangedate"

    /// A history of nothing.
    init() {}

    /// Reads it off an issue's fields; nil when they lack the comments.
    init?(_ issue: JSON?, _ format: RichTextFormat) {
        guard let fields = issue?["fields"], let list = fields["comment"]?["comments"]?.array else {
            return nil
        }
        comments = list.map { Comment($0, format) }
        // Nothing promises the order of the field.
        let moments = comments.compactMap(\.created)
        if moments.count == comments.count { comments.sort { ($0.created ?? 0) < ($1.created ?? 0) } }
        isWhole = (fields["comment"]?["total"]?.integer ?? comments.count) <= comments.count
        since =
            fields[Self.sinceField]?.string.flatMap { JiraTimestamp($0)?.milliseconds }
            ?? Self.lastMove(issue?["changelog"])
    }

    /// The moment when the status last changed, by an issue's history; nil when that is none, or not all there.
    ///
    /// A comment comes right before the step that it is about, so that no other step lies between them.
    private static func lastMove(_ log: JSON?) -> Int64? {
        guard let histories = log?["histories"]?.array, log?["total"]?.integer ?? 0 <= histories.count
        else { return nil }
        let moves = histories.filter { history in
            (history["items"]?.array ?? []).contains { $0["field"]?.string == "status" }
        }
        // An issue that never moved stands where it was made.
        return moves.compactMap { $0["created"]?.string.flatMap { JiraTimestamp($0)?.milliseconds } }.max()
            ?? (moves.isEmpty ? .min : nil)
    }

    /// Whether a comment that says this is there already, for where the issue stands.
    ///
    /// The same words from before the issue came to stand there were said on another occasion. Where Jira does not tell since
    /// when it stands there, only the very last comment counts.
    ///
    /// - Parameters:
    ///   - text: The text to be said, normalised.
    ///   - isSettled: Whether the issue stands where the comment was to take it: then it was said before that, and the
    ///     moment says nothing.
    /// - Returns: Whether it need not be said.
    func holds(_ text: String, isSettled: Bool) -> Bool {
        if isSettled { return comments.contains { $0.text == text } }
        guard let since else { return comments.last?.text == text }
        return comments.contains { $0.text == text && ($0.created ?? .min) >= since }
    }
}

extension CommentHistory.Comment {
    /// Reads a comment as Jira lists it.
    init(_ json: JSON, _ format: RichTextFormat) {
        text = json["body"].flatMap(format.text)
        created = json["created"]?.string.flatMap { JiraTimestamp($0)?.milliseconds }
    }
}
