internal import Workflow

/// How the two kinds of Jira are spoken to.
extension Deployment {
    /// The path of the API's version: rich text is a document in the one, and wiki markup in the other.
    var path: String {
        switch self {
        case .cloud: "/rest/api/3"
        case .dataCenter: "/rest/api/2"
        }
    }

    /// How rich text travels, and people are named.
    func format(table: String) -> RichTextFormat {
        switch self {
        case .cloud: .adf(table: table)
        case .dataCenter: .wiki(table: table)
        }
    }

    /// What Jira calls itself by `deploymentType`; nil where it does not say, or is unheard of.
    init?(type: String?) {
        switch type {
        case "Cloud": self = .cloud
        case "Server", "DataCenter", "Data Center": self = .dataCenter
        default: return nil
        }
    }

    /// What people call it.
    var name: String {
        switch self {
        case .cloud: "Jira Cloud"
        case .dataCenter: "Jira Data Center"
        }
    }
}

extension JiraConfiguration {
    /// What kind of Jira it is for sure, before anything was asked; nil where only Jira can tell.
    ///
    /// Atlassian's own hosts are Cloud. Any other may be a Data Center, or a Cloud with a name of its own.
    var knownDeployment: Deployment? {
        if let deployment { return deployment }
        let rest = apiURL.lowercased().split(separator: "/", omittingEmptySubsequences: true).dropFirst()
            .first
        let host = rest?.split(separator: "@").last?.split(separator: ":").first ?? ""
        return host.hasSuffix(".atlassian.net") || host == "api.atlassian.com" ? .cloud : nil
    }
}
