import Jira
import JiraAPI
import Presentation
import Reconciliation
import Workflow

/// The checks of Jira: the way there, the caller and the project.
///
/// `FieldChecks` and `WorkflowChecks` tell more of the project.
struct JiraChecks {
    private let found: Inspectors.Tracker
    private let configuration: Configuration
    private let proxy: String?
    private let now: Int64

    /// - Parameters:
    ///   - found: What was seen.
    ///   - configuration: What is wanted.
    ///   - proxy: The proxy that calls go through, without a login; nil for none.
    ///   - now: Seconds since 1970.
    init(_ found: Inspectors.Tracker, _ configuration: Configuration, proxy: String?, now: Int64) {
        self.found = found
        self.configuration = configuration
        self.proxy = proxy
        self.now = now
    }

    /// The names of the checks, in their order.
    static let names =
        ["jira.credentials", "jira", "jira.clock", "jira.proxy", "jira.login", "jira.token", "jira.project"]
        + projectNames
    private static let projectNames =
        ["jira.permissions", "jira.issue_type"] + FieldChecks.names + WorkflowChecks.names

    /// The permissions that a sync cannot do without.
    static let needed = [
        "BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "RESOLVE_ISSUES",
        "ADD_COMMENTS",
    ]
    /// The permissions that some things need.
    static let useful = ["LINK_ISSUES", "BULK_CHANGE"]

    /// The checks.
    var all: [Checkup.Check] {
        guard case .success(let access) = found.access, let jira = found.jira else {
            let problem = found.access.problem ?? .jiraUnseen
            return [.problem("jira.credentials", problem)]
                + .skipped(Self.names.dropFirst(), "there is no way to Jira without them")
        }
        let way = [.ok("jira.credentials", words(for: access))] + reach(jira, access)
        guard let account = jira.account else {
            let rest = ["jira.login", "jira.token", "jira.project"] + Self.projectNames
            return way + .skipped(rest, "Jira cannot be reached")
        }
        switch account {
        case .failure(let problem):
            return way + [.problem("jira.login", problem)]
                + .skipped(["jira.token", "jira.project"] + Self.projectNames, "nobody is logged in")
        case .success(let name): return way + [.ok("jira.login", name), token(jira)] + project(jira)
        }
    }

    /// The check of the token's expiry, as the configuration or a Data Center tells it; of several tokens it may be another one.
    private func token(_ jira: JiraInspection) -> Checkup.Check {
        let name = "jira.token"
        if let expiry = configuration.jira.tokenExpires {
            guard let warning = expiry.warning(at: now) else { return .ok(name, "expires on \(expiry.day)") }
            return .warning(name, warning)
        }
        guard case .success(let tokens)? = jira.tokens,
            let first = tokens.first(where: { ($0.expires ?? .max) >= now }), let end = first.expires
        else {
            return .ok(name, "nobody knows when it expires; jira.token_expires makes for a warning in time")
        }
        let expiry = TokenExpiry(at: end)
        guard let warning = expiry.warning(at: now) else {
            return .ok(name, "the account's next to expire, \(first.name), does so on \(expiry.day)")
        }
        return .warning(name, "\(first.name): \(warning)")
    }

    private func words(for access: JiraAccess) -> String {
        let (kind, header) =
            switch access.credentials {
            case .basic: ("\(access.credentials)", "Basic")
            case .bearer: ("\(access.credentials)", "Bearer")
            }
        let isGateway = access.apiURL.contains("://api.atlassian.com/")
        let way = isGateway ? "through Atlassian's gateway" : "directly"
        return "\(kind), as \(header), \(way) at \(access.apiURL)"
    }

    private func reach(_ jira: JiraInspection, _ access: JiraAccess) -> [Checkup.Check] {
        var checks: [Checkup.Check]
        switch jira.server {
        case .success(let server):
            let words = "Jira \(server.deployment) \(server.version)".trimmingSpaces
            checks = [.ok("jira", "\(words) at \(access.url)"), clock(server)]
        case .failure(let problem) where problem.kind == .credentials:
            checks = [
                .ok("jira", "answers at \(access.apiURL)"), .skipped("jira.clock", "Jira tells no time"),
            ]
        case .failure(let problem):
            checks = [.problem("jira", problem), .skipped("jira.clock", "Jira cannot be reached")]
        }
        return checks + [.ok("jira.proxy", proxy ?? "none")]
    }

    private func clock(_ server: JiraInspection.Server) -> Checkup.Check {
        guard let skew = server.clockSkew else { return .skipped("jira.clock", "Jira tells no time") }
        guard abs(skew) > 60 else { return .ok("jira.clock", "as this machine's") }
        let direction = skew > 0 ? "ahead of" : "behind"
        return .warning(
            "jira.clock",
            "Jira's clock is \(abs(skew)) s \(direction) this machine's",
            hint: "Set this machine's clock, as with NTP: locks and the dates of commits go by it"
        )
    }

    private func project(_ jira: JiraInspection) -> [Checkup.Check] {
        switch jira.project {
        case nil: return .skipped(["jira.project"] + Self.projectNames, "Jira was not asked")
        case .failure(let problem):
            return [.problem("jira.project", problem)]
                + .skipped(Self.projectNames, "the project cannot be seen")
        case .success(let key):
            return [about(key)] + permissions(jira) + [issueType(jira)]
                + FieldChecks(jira, configuration.mapping).all
                + WorkflowChecks(jira).all
        }
    }

    private func about(_ key: String) -> Checkup.Check {
        guard key != configuration.jira.project else { return .ok("jira.project", key) }
        return .warning(
            "jira.project",
            "The project \(configuration.jira.project) is called \(key) now",
            hint: "Write jira.project: \(key)"
        )
    }

    private func permissions(_ jira: JiraInspection) -> [Checkup.Check] {
        let name = "jira.permissions"
        switch jira.permissions {
        case nil: return [.skipped(name, "Jira was not asked")]
        case .failure(let problem): return [.problem(name, problem)]
        case .success(let granted):
            let missing = Self.needed.filter { !granted.contains($0) }.map(Self.words)
            if !missing.isEmpty {
                let hint = "Give the account these permissions in the project's settings"
                return [
                    .problem(
                        name,
                        "The account lacks \(missing.joined(separator: ", "))",
                        hint: hint,
                        access: true
                    )
                ]
            }
            if !granted.contains("LINK_ISSUES") {
                let hint =
                    "A new issue in the place of a closed one, and a closed double, are not linked then"
                return [.warning(name, "The account lacks Link issues", hint: hint)]
            }
            let bulk = granted.contains("BULK_CHANGE") ? "with" : "without"
            return [.ok(name, "all that are needed, \(bulk) Bulk change")]
        }
    }

    /// Returns a permission as Jira's settings name it.
    private static func words(_ permission: String) -> String {
        permission.prefix(1) + permission.dropFirst().replacing("_", with: " ").lowercased()
    }

    private func issueType(_ jira: JiraInspection) -> Checkup.Check {
        switch jira.issueType {
        case nil: .skipped("jira.issue_type", "Jira was not asked")
        case .failure(let problem): .problem("jira.issue_type", problem)
        case .success(let name): .ok("jira.issue_type", name)
        }
    }
}
