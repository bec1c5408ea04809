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

    /// The form of rich text, and the name for people.
    func format(table: String) -> RichTextFormat {
        switch self {
        case .cloud: .adf(table: table)
        case .dataCenter: .wiki(table: table)
        }
    }

    /// The kind by Jira's word `deploymentType`; nil where it says none, or one that is unheard of.
    init?(type: String?) {
        switch type {
        case "Cloud": self = .cloud
        case "Server", "DataCenter", "Data Center": self = .dataCenter
        default: return nil
        }
    }

    /// The name that people know.
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
