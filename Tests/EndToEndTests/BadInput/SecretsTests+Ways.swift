import Foundation
import TestSupport

/// Secrets that are as awkward as they may be, and unlike anything else.
struct Secrets: Sendable {
    let token = #"tok "UNUSUAL-9f3e" '\ %41 $HOME `x` ;&|<>=+/ ÄÖ"#
    let accessToken = "pat.STRANGE-77ab/+=%42&c"
    let password = #"pw "CURIOUS-c01d" '\ %43 @:/?#[]&=ß"#

    /// The parts that no escaping changes, and what Base64 and percent encoding make of the whole.
    var forms: [String] {
        var forms = ["UNUSUAL-9f3e", "STRANGE-77ab", "CURIOUS-c01d"]
        for secret in [token, accessToken, password, "dev@example.com:" + token] {
            forms.append(Data(secret.utf8).base64EncodedString())
        }
        return forms
    }

    /// The database's address with the password in it.
    func url(_ database: TestDatabase) throws -> String {
        let password = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return
            "postgresql://\(database.user):\(password)@/\(database.name)?host=\(database.host)&port=\(database.port)"
    }

    /// The password as a line of a pgpass file.
    func passLine() -> String {
        "*:*:*:*:" + password.replacing("\\", with: "\\\\").replacing(":", with: "\\:") + "\n"
    }

    /// Writes every secret into a folder of files, with a program that prints them.
    func fill(_ vault: String, for database: TestDatabase) throws {
        let url = try url(database)
        let command = """
            #!/bin/sh
            printf '%s\\n' "$*" >>"$VAULT/called"
            tr '\\0' ' ' <"/proc/$PPID/cmdline" >>"$VAULT/called"
            cat "$VAULT/$2"

            """
        for (name, content) in [
            ("JIRA_API_TOKEN", token + "\n"), ("jira_pat", accessToken), ("DATABASE_URL", url + "\n"),
            ("pgpass", passLine()), ("command", command),
        ] {
            try Data(content.utf8).write(to: URL(filePath: vault + "/" + name))
            try FileManager.default.setAttributes(
                [.posixPermissions: name == "command" ? 0o700 : 0o600],
                ofItemAtPath: vault + "/" + name
            )
        }
    }
}

extension SecretsTests {
    static let ways = [
        Way(testDescription: "variables") { secrets, shop in
            ["JIRA_API_TOKEN": secrets.token, "DATABASE_URL": try secrets.url(shop.database)]
        },
        Way(testDescription: "older variables") { secrets, shop in
            [
                "JIRA": secrets.token, "SUPABASE_DB_HOST": shop.database.host,
                "SUPABASE_DB_PORT": "\(shop.database.port)", "SUPABASE_DB_NAME": shop.database.name,
                "SUPABASE_DB_USER": shop.database.user, "SUPABASE_DB_PASSWORD": secrets.password,
            ]
        },
        Way(testDescription: "libpq's variables, and a personal access token") { secrets, shop in
            let variables: [String: String?] = [
                "JIRA_EMAIL": nil, "JIRA_PAT": secrets.accessToken, "PGPASSWORD": secrets.password,
            ]
            return variables.merging(shop.database.environment.mapValues { $0 }) { $1 }
        },
        Way(testDescription: "files that variables name, and a pgpass file") { _, shop in
            let vault = shop.variables["VAULT"] ?? ""
            let variables: [String: String?] = [
                "JIRA_API_TOKEN_FILE": vault + "/JIRA_API_TOKEN", "PGPASSFILE": vault + "/pgpass",
            ]
            return variables.merging(shop.database.environment.mapValues { $0 }) { $1 }
        },
        Way(testDescription: "a folder of credentials") { _, shop in
            ["JIRA_EMAIL": nil, "CREDENTIALS_DIRECTORY": shop.variables["VAULT"]]
        },
        Way(testDescription: "a program that prints them", variables: { _, _ in [:] }, usesCommand: true),
    ]
}
