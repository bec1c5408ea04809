/// An issue of a sandbox, for tests to look at.
public struct SandboxIssue: Sendable, Equatable {
    /// The numeric id.
    public let id: Int
    /// The key, as of now.
    public let key: String
    /// The type's name.
    public let type: String
    /// The summary.
    public let summary: String
    /// The description: a document as JSON or wiki markup, as it was written; nil for none.
    public let description: String?
    /// The description without structure; empty for none.
    public let plainDescription: String
    /// The labels, sorted.
    public let labels: [String]
    /// The status's name.
    public let status: String
    /// The key of the status's category: new, indeterminate, done or undefined.
    public let statusCategory: String
    /// The resolution's name; nil for none.
    public let resolution: String?
    /// The priority's name; nil for none.
    public let priority: String?
    /// The comments without structure, oldest first.
    public let comments: [String]
    /// The entity properties as JSON texts.
    public let properties: [String: String]
    /// Custom and other fields as JSON texts, by id.
    public let fields: [String: String]
    /// The keys of the issues that it is linked to, with the link's words: `blocks CCS-2`.
    public let links: [String]
    /// The global ids of its remote links.
    public let remoteLinks: [String]
    /// The time of its creation, in milliseconds since 1970.
    public let created: Int
    /// The time of its last change, in milliseconds since 1970.
    public let updated: Int

    init(_ issue: StoredIssue, in site: Site) {
        id = issue.id
        key = issue.key
        type = issue.type.name
        summary = issue.summary
        description =
            switch issue.description {
            case .document(let document): document.serialized
            case .wiki(let text): text
            case nil: nil
            }
        plainDescription = issue.description?.plain ?? ""
        labels = issue.labels
        let status = site.status(of: issue)
        self.status = status.name
        statusCategory = status.category.rawValue
        resolution = issue.resolution?.name
        priority = issue.priority?.name
        comments = issue.comments.map(\.body.plain)
        properties = issue.properties.mapValues(\.serialized)
        fields = issue.others.mapValues(\.serialized)
        links = issue.links.compactMap { number in
            guard let link = site.links[number] else { return nil }
            let isInward = link.inward == issue.id
            let other = site.issues[isInward ? link.outward : link.inward]
            return "\(isInward ? link.type.outward : link.type.inward) \(other?.key ?? "")"
        }
        remoteLinks = issue.remoteLinks.map(\.globalId)
        created = issue.created.milliseconds
        updated = issue.updated.milliseconds
    }
}
