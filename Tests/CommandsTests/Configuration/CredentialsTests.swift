import Glibc
import Jira
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite final class CredentialsTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory(named: "credentials") }

    private func credentials(_ variables: [String: String], _ more: String = "") throws -> Credentials {
        var environment = Transcript().environment(in: folder.path)
        environment.variables = variables
        let text = "version: 1\njira: {project: CCS}\n\(more)"
        return Credentials(
            environment: environment,
            configuration: try Configuration(text, path: folder.path("audit-jira.yaml"))
        )
    }

    /// Writes the program that knows the secrets.
    ///
    /// Another process does so: the system runs no file that is open for writing, and programs that other tests start
    /// meanwhile would hold ours open for a moment.
    private func writeVault(_ script: String) throws {
        let vault = folder.path("vault")
        let outcome = try runBlocking("install", ["/dev/stdin", vault], input: "#!/bin/sh\n\(script)\n")
        try #require(outcome.status == 0, "\(outcome)")
    }

    private static let url = ["JIRA_URL": "https://bakery.example/"]

    /// What the credentials come to, with the secret in clear.
    private func jira(_ variables: [String: String], _ more: String = "") throws -> [String] {
        let access = try credentials(variables, more).jira()
        switch access.credentials {
        case .basic(let email, let token): return [access.url, email, token]
        case .bearer(let token): return [access.url, token]
        }
    }

    @Test func `Jira's come from variables`() throws {
        #expect(
            try jira(Self.url.merging(["JIRA_EMAIL": "ada@b.example", "JIRA_API_TOKEN": "t"]) { $1 })
                == ["https://bakery.example", "ada@b.example", "t"]
        )
        #expect(try jira(Self.url.merging(["JIRA_PAT": "p"]) { $1 }) == ["https://bakery.example", "p"])
    }

    @Test func `an account's own token goes before a personal one, and that before an older name`() throws {
        let all = Self.url.merging(["JIRA_EMAIL": "a@b.example", "JIRA_PAT": "p", "JIRA": "old"]) { $1 }
        #expect(try jira(all).last == "p")
        #expect(try jira(all.merging(["JIRA_API_TOKEN": "t"]) { $1 }).last == "t")
    }

    @Test func `Jira's come from files, and the names of an older configuration`() throws {
        try folder.write("from-file\n", to: "token")
        try folder.write("ada@b.example\r\n", to: "systemd/jira_email")
        let found = try jira([
            "JIRA_DOMAIN": "bakery.example", "JIRA_API_TOKEN_FILE": "token",
            "CREDENTIALS_DIRECTORY": folder.path("systemd"),
        ])
        #expect(found == ["https://bakery.example", "ada@b.example", "from-file"])
        let older = try jira(["JIRA_DOMAIN": "bakery.example", "JIRA_EMAIL": "a@b.example", "JIRA": "old"])
        #expect(older == ["https://bakery.example", "a@b.example", "old"])
    }

    @Test func `a program prints what nothing else gives, and learns which`() throws {
        try writeVault("echo \"printed-$2-$1\"\necho more")
        let more = "credentials: {command: [./vault, extra]}\n"
        #expect(
            try jira(Self.url.merging(["JIRA_EMAIL": "a@b.example"]) { $1 }, more).last
                == "printed-JIRA_API_TOKEN-extra"
        )
        #expect(try jira(Self.url, more).last == "printed-JIRA_PAT-extra")
        #expect(try jira(Self.url.merging(["JIRA_PAT": "p"]) { $1 }, more).last == "p")
        #expect(try credentials([:], more).database().revealed == "printed-DATABASE_URL-extra")
    }

    @Test func `a program may ask at the terminal: it belongs to this process's group`() throws {
        try writeVault("cut -d' ' -f5 /proc/$$/stat")
        #expect(try jira(Self.url, "credentials: {command: [./vault]}\n").last == "\(getpgrp())")
    }

    @Test func `a program runs in the folder of the run, with its variables`() throws {
        try writeVault("echo \"$(pwd) $JIRA_URL $HOME\"")
        let printed = try jira(Self.url, "credentials: {command: [./vault]}\n").last
        #expect(printed == "\(folder.path) https://bakery.example/")
    }

    @Test func `a program that prints a lot does not hang`() throws {
        try writeVault("echo first; head -c 300000 /dev/zero | tr '\\0' x")
        #expect(try jira(Self.url, "credentials: {command: [./vault]}\n").last == "first")
    }

    @Test(arguments: ["exit 3", "true", "echo", "kill -9 $$"])
    func `a program that fails or prints nothing is an error that names the secret`(script: String) throws {
        try writeVault(script)
        let problem = #expect(throws: Problem.self) {
            try credentials(Self.url, "credentials: {command: [./vault]}\n").jira()
        }
        #expect(problem?.kind == .credentials)
        #expect(problem?.summary.contains("JIRA_PAT") == true)
    }

    @Test(arguments: [
        ([:], Problem.Kind.usage, "JIRA_URL"),
        (["JIRA_URL": "https://b.example"], .credentials, "JIRA_API_TOKEN"),
        (["JIRA_URL": "https://b.example", "JIRA_EMAIL": "a@b.example"], .credentials, "JIRA_API_TOKEN"),
        (["JIRA_URL": "https://b.example", "JIRA_API_TOKEN": "hunter2hunter2"], .credentials, "JIRA_EMAIL"),
        (["JIRA_URL": "https://b.example", "JIRA_PAT_FILE": "missing"], .credentials, "JIRA_PAT_FILE"),
        (["JIRA_URL": "http://b.example", "JIRA_PAT": "hunter2hunter2"], .usage, "JIRA_URL"),
        (["JIRA_URL": "https://me:hunter2hunter2@b.example", "JIRA_PAT": "p"], .usage, "JIRA_URL"),
    ])
    func `what is missing is named with the ways to give it`(
        variables: [String: String],
        kind: Problem.Kind,
        name: String
    ) throws {
        let problem = #expect(throws: Problem.self) { try credentials(variables).jira() }
        #expect(problem?.kind == kind)
        let text = "\(problem?.summary ?? "") \(problem?.hint ?? "")"
        #expect(text.contains(name) && !text.contains("hunter2"))
    }

    @Test(arguments: [
        ("https://b.example", true), ("https://b.example:8443/jira", true), ("http://localhost:8080", true),
        ("http://127.0.0.1", true), ("http://127.8.9.10:1", true), ("http://[::1]:8080", true),
        ("http://b.example", false), ("http://127.0.0.1.evil.example", false),
        ("http://localhost.evil.example", false),
        ("http://localhost@evil.example", false), ("ftp://b.example", false), ("b.example", false),
        ("https://", false), ("https://b.example?x", false), ("https://b example", false),
    ])
    func `secrets go to https, or to this machine`(url: String, isFine: Bool) {
        #expect((Address.fault(url) == nil) == isFine)
    }

    @Test(arguments: [
        (["DATABASE_URL": "postgresql+asyncpg://u:p@h/d"], "postgresql://u:p@h/d"),
        (["DATABASE_URL": "host=h dbname=d+e://"], "host=h dbname=d+e://"),
        (["PGHOST": "h", "SUPABASE_DB_HOST": "s"], ""),
        (
            [
                "SUPABASE_DB_HOST": "db.b.example", "SUPABASE_DB_PORT": "6543",
                "SUPABASE_DB_PASSWORD": "it's\\x",
            ],
            "host='db.b.example' port='6543' password='it\\'s\\\\x' sslmode='require'"
        ),
        (["SUPABASE_DB_HOST": "127.0.0.1", "SUPABASE_DB_NAME": "d"], "host='127.0.0.1' dbname='d'"),
    ])
    func `the database's address is given to libpq as it takes it`(
        variables: [String: String],
        address: String
    ) throws {
        #expect(try credentials(variables).database().revealed == address)
    }

    @Test func `a database without an address is an error of credentials`() throws {
        let problem = #expect(throws: Problem.self) { try credentials([:]).database() }
        #expect(problem?.kind == .credentials)
    }

    @Test func `a secret prints as no more than that`() {
        let secret = Secret("hunter2hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \([secret]) \(dumped)".contains("hunter2"))
    }

    @Test func `a redactor finds secrets alone and inside of addresses`() {
        let redactor = Redactor([
            Secret("postgresql://u:p%40ss%2Fword@h/d"), Secret("tok en+1234"), Secret("abc"),
        ])
        #expect(redactor.redact("connect to postgresql://u:p%40ss%2Fword@h/d") == "connect to (secret)")
        #expect(redactor.redact("password p@ss/word, p%40ss%2Fword") == "password (secret), (secret)")
        #expect(redactor.redact("?token=tok%20en%2B1234 abc") == "?token=(secret) abc")
        let keywords = Redactor([Secret("host=h password='s3cr3ts' user=u")])
        #expect(keywords.redact("using s3cr3ts") == "using (secret)")
    }
}
