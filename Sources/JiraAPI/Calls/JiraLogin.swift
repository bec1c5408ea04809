/// The way in which a caller logs in to Jira, without a secret.
package struct JiraLogin: Hashable, Sendable {
    /// Whether a personal access token is given; else an account's address and API token are.
    package var isPersonalToken: Bool
    /// The host of the address that calls go to, with its port where the address names one.
    package var host: String
    /// That the token has expired, in a sentence; nil where nothing is known of that.
    package var expiry: String?

    /// Describes the login of a caller at an address.
    init(_ credentials: JiraCredentials, to base: String, expiry: String?) {
        isPersonalToken = if case .bearer = credentials { true } else { false }
        host = base.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        self.expiry = expiry
    }
}
