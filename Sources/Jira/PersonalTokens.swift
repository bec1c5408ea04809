public import Curl
internal import JSON
internal import Workflow

/// The personal access tokens of the account that calls, as Data Center tells of them.
public struct PersonalTokens: Sendable {
    /// A token, without what makes it one.
    public struct Token: Hashable, Sendable {
        /// The name that its owner gave it.
        public var name: String
        /// When it expires, in seconds since 1970; nil for never.
        public var expires: Int64?

        /// Describes a token.
        public init(name: String, expires: Int64?) {
            self.name = name
            self.expires = expires
        }
    }

    private let connection: JiraConnection

    /// Knows where to ask; nothing is sent yet.
    public init(_ configuration: JiraConfiguration, client: HTTPClient, timing: JiraTiming = .system) {
        connection = JiraConnection(
            configuration,
            path: "/rest/pat/latest",
            client: client,
            timing: timing,
            observe: { _ in }
        )
    }

    /// Returns the account's tokens, those that expire first before the others.
    ///
    /// - Throws: A `Problem`, also where Jira is no Data Center or too old to have any.
    public func list() async throws -> [Token] {
        let answer: JiraAnswer
        do {
            answer = try await connection.send(.get("/tokens"))
        } catch {
            throw error.problem
        }
        guard let tokens = answer.json?.array else {
            throw JiraFailure(.nonsense, "Jira's answer lists no tokens.", call: answer.call).problem
        }
        return tokens.map { token in
            Token(
                name: token["name"]?.string ?? "",
                expires: token["expiringAt"]?.string.flatMap { JiraTimestamp($0)?.milliseconds }.map {
                    $0 / 1000
                }
            )
        }.sorted { ($0.expires ?? .max, $0.name) < ($1.expires ?? .max, $1.name) }
    }
}
