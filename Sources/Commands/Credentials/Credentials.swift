import Jira
import JiraAPI
import Workflow

/// The way to Jira: the addresses and the login.
struct JiraAccess: Sendable {
    /// The address that people browse, without a slash at its end.
    var url: String
    /// The address of the API, without a slash at its end.
    var apiURL: String
    /// The login.
    var credentials: JiraCredentials
    /// The secret among them, for the redactor.
    var secret: Secret
}

/// The credentials of a run, looked up when they are asked for.
struct Credentials: Sendable {
    private let source: CredentialSource
    private let environment: Environment
    private let configuration: Configuration

    /// Prepares to look; nothing is read yet.
    init(environment: Environment, configuration: Configuration) {
        self.environment = environment
        self.configuration = configuration
        source = CredentialSource(environment, command: configuration.credentialsCommand)
    }

    /// Returns the way to Jira.
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
        let (credentials, token) = try lookedUpLogin()
        return JiraAccess(url: url, apiURL: apiURL, credentials: credentials, secret: Secret(token))
    }

    /// Looks for an account with its API token, then for a personal access token, then for what the program prints.
    private func lookedUpLogin() throws(Problem) -> (JiraCredentials, token: String) {
        let email = try source.value("JIRA_EMAIL")
        if let email, let token = try source.value("JIRA_API_TOKEN") {
            return (.basic(email: email, token: token), token)
        }
        if let token = try source.value("JIRA_PAT") { return (.bearer(token: token), token) }
        var token = try source.first(of: ["JIRA_API_TOKEN", "JIRA"])
        let isPrinted = token == nil
        if isPrinted { token = try source.printed(for: email == nil ? "JIRA_PAT" : "JIRA_API_TOKEN") }
        guard let token else { throw .noToken(hasAccount: email != nil) }
        if let email { return (.basic(email: email, token: token), token) }
        guard isPrinted else { throw .noAccount }
        return (.bearer(token: token), token)
    }

    /// Returns the address that people browse, without a slash at its end; needs no secret.
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
        throw .noSite
    }

    private func check(_ url: String, from name: String) throws(Problem) {
        if let fault = Address.fault(url) { throw .unsafeAddress(name, fault) }
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
        throw .noDatabase
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
