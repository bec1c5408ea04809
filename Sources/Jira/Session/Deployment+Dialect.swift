internal import JiraAPI
internal import Workflow

/// The differences between the two kinds of Jira.
extension Deployment {
    /// The version of the API that it speaks.
    var version: RESTVersion {
        switch self {
        case .cloud: .three
        case .dataCenter: .two
        }
    }

    /// The kind of Jira that speaks a version of the API.
    init(_ version: RESTVersion) { self = version == .three ? .cloud : .dataCenter }

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

extension JiraConnection {
    /// The kind of Jira at the other end; nil when it is not known yet.
    var deployment: Deployment? { version.map { Deployment($0) } }

    /// Takes note of the kind of Jira at the other end, nil for not known.
    func speak(to deployment: Deployment?) { speak(deployment?.version) }
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
