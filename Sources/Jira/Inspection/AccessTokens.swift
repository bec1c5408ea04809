internal import JSON
internal import JiraAPI

/// A personal access token of the account that calls, without what makes it one.
public struct PersonalToken: Hashable, Sendable {
    /// The name that its owner gave it.
    public var name: String
    /// The moment when it expires, in seconds since 1970; nil for never.
    public var expires: Int64?

    /// Describes a token.
    public init(name: String, expires: Int64?) {
        self.name = name
        self.expires = expires
    }
}

/// The personal access tokens of the account, which only a Data Center tells.
struct AccessTokens: Sendable {
    let session: JiraSession

    /// Returns the account's personal access tokens, those that expire first before the others.
    ///
    /// - Throws: A `Problem`, also where Jira is no Data Center or too old to have any.
    func all() async throws -> [PersonalToken] {
        var call = JiraCall.get("/tokens")
        call.root = "/rest/pat/latest"
        let answer = try await session.send(call)
        guard let tokens = answer.json?.array else {
            throw JiraFailure(.nonsense, "Jira's answer lists no tokens.", call: answer.call).problem
        }
        return tokens.map { token in
            let moment = token["expiringAt"]?.string.flatMap { JiraTimestamp($0)?.milliseconds }
            return PersonalToken(name: token["name"]?.string ?? "", expires: moment.map { $0 / 1000 })
        }.sorted { ($0.expires ?? .max, $0.name) < ($1.expires ?? .max, $1.name) }
    }
}
