import Jira
import JiraAPI
import Workflow

/// How Jira is reached, and as whom.
struct JiraAccess: Sendable {
    /// Where people browse, without a slash at its end.
    var url: String
    /// Where the API is, without a slash at its end.
    var apiURL: String
    /// Who calls.
    var credentials: JiraCredentials
    /// The secret among them, for the redactor.
    var secret: Secret
}

/// The credentials of a run, looked up when they are asked for.
struct Credentials: Sendable {
    private let source: CredentialSource
    private let environment: Environment
    private let configuration: Configuration

    /// Knows where to look; nothing is read yet.
    init(environment: Environment, configuration: Configuration) {
        self.environment = environment
        self.configuration = configuration
        source = CredentialSource(environment, command: configuration.credentialsCommand)
    }

    /// Returns how Jira is reached.
    ///
    /// - Throws: A `Problem` of kind credentials that names every way to give what is missing, or of kind usage for an
    ///   address that secrets may not be sent to.
    func jira() throws(Problem) -> JiraAccess {
        let access = try lookedUpJira()
        environment.secrets.add(access.secret)
        return access
    }

    private func lookedUpJira() throws(Problem) -> JiraAccess {
        let url = try site()
        let apiURL = configuration.jira.apiURL ?? url
        try check(apiURL, from: "jira.api_url")
        let email = try source.value("JIRA_EMAIL")
        if let email, let token = try source.value("JIRA_API_TOKEN") {
            return JiraAccess(
                url: url,
                apiURL: apiURL,
                credentials: .basic(email: email, token: token),
                secret: Secret(token)
            )
        }
        if let token = try source.value("JIRA_PAT") {
            return JiraAccess(
                url: url,
                apiURL: apiURL,
                credentials: .bearer(token: token),
                secret: Secret(token)
            )
        }
        var token = try source.first(of: ["JIRA_API_TOKEN", "JIRA"])
        if token == nil { token = try source.printed(for: email == nil ? "JIRA_PAT" : "JIRA_API_TOKEN") }
        guard let token else {
            throw Problem(
                .credentials,
                email == nil ? "There are no credentials for Jira" : "There is no API token for Jira",
                hint: """
                    Set JIRA_EMAIL and JIRA_API_TOKEN, or JIRA_PAT for Data Center. Each may also be a file, named by the \
                    variable with _FILE behind its name, or a file in $CREDENTIALS_DIRECTORY; credentials.command in \
                    \(Configuration.fileName) may name a program that prints them
                    """
            )
        }
        guard let email else {
            guard try source.first(of: ["JIRA_API_TOKEN", "JIRA"]) == nil else {
                throw Problem(
                    .credentials,
                    "There is an API token for Jira, but no address of the account it belongs to",
                    hint: "Set JIRA_EMAIL, or JIRA_EMAIL_FILE"
                )
            }
            return JiraAccess(
                url: url,
                apiURL: apiURL,
                credentials: .bearer(token: token),
                secret: Secret(token)
            )
        }
        return JiraAccess(
            url: url,
            apiURL: apiURL,
            credentials: .basic(email: email, token: token),
            secret: Secret(token)
        )
    }

    /// Returns where people browse Jira, without a slash at its end; needs no secret.
    func site() throws(Problem) -> String {
        if let url = try source.value("JIRA_URL") {
            try check(url, from: "JIRA_URL")
            return Address.trimmed(url)
        }
        if let url = configuration.jira.url { return url }
        if let domain = try source.value("JIRA_DOMAIN") {
            let url = domain.contains("://") ? domain : "https://\(domain)"
            try check(url, from: "JIRA_DOMAIN")
            return Address.trimmed(url)
        }
        throw Problem(
            .usage,
            "There is no address of Jira",
            hint: "Write jira.url into \(Configuration.fileName), or set JIRA_URL"
        )
    }

    private func check(_ url: String, from name: String) throws(Problem) {
        if let fault = Address.fault(url) {
            throw Problem(.usage, "\(name) \(fault)", hint: "Correct \(name)")
        }
    }
}

extension Credentials {
    /// Returns how the database is reached, as libpq takes it; empty to leave everything to libpq's own variables and files.
    ///
    /// - Throws: A `Problem` of kind credentials that names every way to give what is missing.
    func database() throws(Problem) -> Secret {
        let secret = try lookedUpDatabase()
        environment.secrets.add(secret)
        return secret
    }

    private func lookedUpDatabase() throws(Problem) -> Secret {
        if let url = try source.value("DATABASE_URL") { return Secret(Self.libpq(url)) }
        if ["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE", "PGUSER"].contains(where: {
            environment.variable($0) != nil
        }) {
            return Secret("")
        }
        if let host = try source.value("SUPABASE_DB_HOST") { return Secret(try supabase(host)) }
        if let url = try source.printed(for: "DATABASE_URL") { return Secret(Self.libpq(url)) }
        throw Problem(
            .credentials,
            "There is no address of the database",
            hint: """
                Set DATABASE_URL, or libpq's PGHOST, PGDATABASE, PGUSER and so on. DATABASE_URL may also be a file, named by \
                DATABASE_URL_FILE, or a file in $CREDENTIALS_DIRECTORY; credentials.command in \(Configuration.fileName) may \
                name a program that prints it
                """
        )
    }

    /// Returns the address without what other programs add to the scheme, as in `postgresql+asyncpg://`.
    private static func libpq(_ url: String) -> String {
        guard let end = url.firstRange(of: "://"), let plus = url[..<end.lowerBound].firstIndex(of: "+"),
            url.hasPrefix("postgres")
        else { return url }
        return String(url[..<plus] + url[end.lowerBound...])
    }

    private func supabase(_ host: String) throws(Problem) -> String {
        var keywords = [("host", host)]
        for (keyword, name) in [
            ("port", "SUPABASE_DB_PORT"), ("dbname", "SUPABASE_DB_NAME"), ("user", "SUPABASE_DB_USER"),
            ("password", "SUPABASE_DB_PASSWORD"),
        ] {
            if let value = try source.value(name) { keywords.append((keyword, value)) }
        }
        // libpq's own default falls back to plain text without a word.
        if !host.hasPrefix("/"), !Address.isLoopback(host[...]) { keywords.append(("sslmode", "require")) }
        return keywords.map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
