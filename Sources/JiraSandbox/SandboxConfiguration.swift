/// The delay until a search sees what was written.
public enum IndexLag: Sendable, Equatable {
    /// That many seconds after the write; 0 for at once.
    case seconds(Double)
    /// Not before `JiraSandbox.settleIndex()` is called.
    case manual
}

/// The Jira that the sandbox plays.
public enum SandboxDeployment: String, Sendable, CaseIterable {
    /// Jira Cloud: versions 2 and 3 of the API, `search/jql`, no old search.
    case cloud
    /// Jira Data Center: version 2 alone, the old search, users by name.
    case datacenter
}

/// The number of requests that the sandbox lets through.
///
/// The defaults are those of Jira Cloud.
public struct RateLimits: Sendable, Equatable {
    /// Requests a second for each endpoint asked with GET.
    public var get = 100
    /// Requests a second for each endpoint asked with POST.
    public var post = 100
    /// Requests a second for each endpoint asked with PUT.
    public var put = 50
    /// Requests a second for each endpoint asked with DELETE.
    public var delete = 50
    /// Requests a second for one issue read with GET.
    public var getIssue = 150
    /// Writes to one issue within two seconds.
    public var issueWritesInTwoSeconds = 20
    /// Writes to one issue within thirty seconds.
    public var issueWritesInThirtySeconds = 100

    /// Creates the limits of Jira Cloud.
    public init() {}
}

/// The settings of a sandbox.
public struct SandboxConfiguration: Sendable {
    /// The seed, a JSON text; docs/jira-sandbox.md describes it.
    ///
    /// Without one there is the empty project CCS.
    public var seed: String?
    /// The e-mail address that Basic authentication must give.
    public var email = "dev@example.com"
    /// The API token that Basic authentication must give.
    public var token = "sandbox-token"
    /// The personal access token that Bearer authentication must give.
    public var personalAccessToken = "sandbox-pat"
    /// The least time that every answer takes.
    public var baseDelay: Duration = .zero
    /// The delay until searches see what was written.
    public var indexLag: IndexLag = .seconds(0)
    /// Seconds by which the sandbox's clock is ahead of the machine's; negative for behind.
    public var clockOffset = 0.0
    /// The Jira that this is.
    public var deployment: SandboxDeployment = .cloud
    /// The traits of a Data Center; nothing to Cloud.
    public var dataCenter = DataCenterTraits()
    /// The path below which Jira stands, as `/jira`; empty for none.
    public var contextPath = ""
    /// The workflow of projects whose seed names none, by one of the names in docs/jira-sandbox.md.
    public var workflow = "simplified"
    /// Whether texts come back with `localId` attributes and typographic quotes, as Jira does it.
    public var rewriteText = true
    /// Whether wrong credentials make an anonymous caller, who is answered 200 with nothing, instead of a 401.
    public var anonymousOnBadCredentials = false
    /// Permissions that the caller lacks, by key: `TRANSITION_ISSUES`.
    public var deniedPermissions: Set<String> = []
    /// Whether every answer names the caller in a header; some proxies take that away.
    public var namesAccount = true
    /// The number of times that the progress of a bulk operation is asked for before it is done.
    public var bulkLooks = 0
    /// The limits on requests; nil for none.
    public var rateLimits: RateLimits?
    /// The longest page of a search that asks for real fields.
    public var searchPageCap = 100
    /// The largest number of characters in a description or comment.
    public var textLimit = 32_767
    /// Whether writing an issue's property changes the time of its last update.
    public var propertiesTouchUpdated = false

    /// Creates the configuration of a Jira Cloud without seed, delays or limits.
    public init() {}
}

/// A reason why a sandbox does not start or does not do what it is told.
public struct SandboxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reason, as a sentence.
    public let description: String

    init(_ description: String) { self.description = description }
}
