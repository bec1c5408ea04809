/// An issue as the sandbox keeps it.
struct StoredIssue: Sendable {
    var id: Int
    var key: String
    /// The keys it had before moves; it still answers by them.
    var formerKeys: [String] = []
    var project: Int
    var type: IssueType
    var summary: String
    var description: RichText?
    var labels: [String] = []
    var status: String
    var resolution: NamedValue?
    var priority: NamedValue?
    var created: SiteTime
    var updated: SiteTime
    var resolved: SiteTime?
    var statusChanged: SiteTime
    /// Fields without a meaning to the sandbox: custom fields, components, due date.
    var others: [String: JSONValue] = [:]
    var properties: [String: JSONValue] = [:]
    var comments: [Comment] = []
    var remoteLinks: [RemoteLink] = []
    var links: [Int] = []
    var history: [IssueHistoryChange] = []
}

/// A comment on an issue.
struct Comment: Sendable {
    let id: Int
    var body: RichText
    let created: SiteTime
    var updated: SiteTime
}

/// A link from an issue to some page elsewhere.
struct RemoteLink: Sendable {
    let id: Int
    let globalId: String
    var object: JSONValue
    var relationship: String?
    var application: JSONValue?
}

/// A link between two issues.
///
/// For "A blocks B", A is the inward issue of the request.
struct IssueLink: Sendable {
    let id: Int
    let type: StoredLinkType
    let inward: Int
    let outward: Int
}

/// One entry of an issue's changelog.
struct IssueHistoryChange: Sendable {
    struct Item: Sendable {
        let field: String
        let fieldId: String?
        let from: String?
        let fromText: String?
        let to: String?
        let toText: String?
    }

    let id: Int
    let moment: SiteTime
    let items: [Item]
}

/// A text with structure, as it was written: through version 3 or through version 2 of the API.
enum RichText: Sendable, Equatable {
    case document(JSONValue)
    case wiki(String)

    var document: JSONValue {
        switch self {
        case .document(let document): document
        case .wiki(let text): WikiConversion.document(text)
        }
    }

    var wiki: String {
        switch self {
        case .document(let document): WikiConversion.text(of: document)
        case .wiki(let text): text
        }
    }

    /// The text without structure, for `text ~`.
    var plain: String {
        switch self {
        case .document(let document): AtlassianDocument.plainText(of: document)
        case .wiki(let text): text
        }
    }
}
