import CPostgres

/// A server and a login to it: a libpq connection string or URI, single keywords, or both.
///
/// What neither names, libpq takes from its own environment variables, service file and password file.
public struct ConnectionSettings: Sendable {
    /// A connection string, a URI, or nothing.
    let conninfo: String
    /// Single keywords, which go before the string's.
    let keywords: [String: String]
    /// The name that the server's administrator sees, unless the settings name another.
    let applicationName: String
    /// The longest time that connecting may take.
    let connectTimeout: Duration

    /// Gathers settings; nothing is checked before a connection is made.
    public init(
        _ conninfo: String = "",
        keywords: [String: String] = [:],
        applicationName: String = "",
        connectTimeout: Duration = .seconds(10)
    ) {
        self.conninfo = conninfo
        self.keywords = keywords
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
    }

    /// The keywords as libpq wants them; the connection string goes first, as an expandable `dbname`.
    var parameters: [(name: String, value: String)] {
        var list: [(name: String, value: String)] = []
        if !conninfo.isEmpty { list.append(("dbname", conninfo)) }
        list += keywords.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if !applicationName.isEmpty { list.append(("fallback_application_name", applicationName)) }
        list.append(("client_encoding", "UTF8"))
        return list
    }

    /// Checks the settings, and returns the passwords in them.
    ///
    /// libpq's own complaints quote what they could not read, the password included, so none of them is passed on.
    func checked() throws(PostgresError) -> Secrets {
        var secrets = Secrets()
        secrets.add(keywords["password"])
        for (name, value) in keywords where value.utf8.contains(0) || name.utf8.contains(0) {
            throw PostgresError(.settings, "the connection setting \(name) holds a zero character")
        }
        let parsed = try parse()
        secrets.add(parsed["password"])
        let isURI = conninfo.hasPrefix("postgres://") || conninfo.hasPrefix("postgresql://")
        if isURI, parsed["host"]?.contains("@") == true || parsed["dbname"]?.contains("@") == true {
            throw PostgresError(
                .settings,
                "the connection URI has an @ or a / within its user name or password: write %40 and %2F there"
            )
        }
        let ports = (keywords["port"] ?? parsed["port"] ?? "").split(separator: ",")
        guard ports.allSatisfy({ UInt16($0) != nil }) else {
            throw PostgresError(
                .settings,
                "the connection settings have a port that is no number (in a URI: is a / in the password unescaped?)"
            )
        }
        return secrets
    }

    private func parse() throws(PostgresError) -> [String: String] {
        guard !conninfo.isEmpty else { return [:] }
        guard !conninfo.utf8.contains(0), let options = unsafe PQconninfoParse(conninfo, nil) else {
            throw PostgresError(
                .settings,
                "the connection string cannot be read: it takes postgresql://user@host:port/database or "
                    + "host=… port=… user=… dbname=…, with special characters percent-encoded or quoted"
            )
        }
        defer { unsafe PQconninfoFree(options) }
        var parsed: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe parsed[String(cString: keyword)] = String(cString: value)
            }
            unsafe option += 1
        }
        return parsed
    }
}

extension ConnectionSettings: CustomStringConvertible, CustomReflectable {
    /// Says nothing of what the settings hold, which may be secret.
    public var description: String { "ConnectionSettings" }

    /// Shows no field, so that `dump` shows no password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
