/// A version of Jira's REST API; a connection speaks one of them.
package enum RESTVersion: Int, Hashable, Sendable {
    /// Data Center's: rich text is wiki markup, and a search counts its pages.
    case two = 2
    /// Cloud's: rich text is a document, and a search names its next page by a token.
    case three = 3

    /// The path below the site's address.
    var path: String { "/rest/api/\(rawValue)" }
}
