internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The answers of one look at some issues.
struct BulkFetch: Sendable {
    /// The issues that came back, by id.
    var issues: [IssueID: JSON] = [:]
    /// Their ids, by key.
    var idsByKey: [String: IssueID] = [:]
    /// The ids and keys that Jira could not get to, and may another time.
    var errors: Set<String> = []

    /// Returns the issue that a reference names; nil when it did not come back, or came back under another key.
    func issue(_ reference: IssueReference) -> JSON? {
        switch reference {
        case .id(let id): issues[id]
        case .key: idsByKey[reference.text.uppercased()].flatMap { issues[$0] }
        }
    }

    /// Whether something came back that none of these references names: an issue that moved and was asked for by its
    /// old key.
    func hasMore(than references: [IssueReference]) -> Bool {
        let named = Set(references.compactMap { issue($0)?.issueID })
        return named.count < issues.count
    }

    /// Takes the answer to a call for many.
    mutating func add(_ answer: JiraAnswer) throws(JiraFailure) {
        try add(try answer.list("issues"), answer.call)
        for error in answer.json?["issueErrors"]?.array ?? [] {
            if let id = error["id"]?.string { errors.insert(id) }
        }
    }

    /// Takes issues out of an answer.
    mutating func add(_ found: [JSON], _ call: String) throws(JiraFailure) {
        for issue in found {
            guard let id = issue.issueID, let key = issue["key"]?.string else {
                throw JiraFailure(.nonsense, "Jira's answer has an issue without id or key.", call: call)
            }
            issues[id] = issue
            idsByKey[key.uppercased()] = id
        }
    }

    /// Takes the answer about one issue, which may have another key now.
    mutating func add(_ answer: JiraAnswer, askedAs reference: IssueReference) throws(JiraFailure) {
        guard let issue = answer.json else { return }
        try add([issue], answer.call)
        guard let id = issue.issueID else { return }
        switch reference {
        case .key: idsByKey[reference.text.uppercased()] = id
        case .id(let asked):
            guard asked == id else {
                throw JiraFailure(.nonsense, "Jira's answer is about another issue.", call: answer.call)
            }
        }
    }
}

extension IssueReference {
    /// The id or the key, as Jira takes both; people's spaces around a key are none of it.
    var text: String {
        switch self {
        case .id(let id): id.description
        case .key(let key):
            String(key.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// Whether an issue can be called so: Jira would take a number for an id, and refuse what is no key.
    var canExist: Bool {
        guard case .key = self else { return true }
        return IssueKey(anyCase: text) != nil
    }
}

extension JSON {
    /// The id of an issue as it stands in an answer.
    var issueID: IssueID? { self["id"]?.string.flatMap { IssueID($0) } }
}
