import Foundation
import TestSupport
import Testing

/// The initial content of a system: a table, a Jira and a configuration.
struct SystemSeed: Sendable {
    private var text: String?
    private let jira: Source?
    private let fill: @Sendable (TestDatabase) async throws -> Void

    /// Where Jira's seed comes from.
    private enum Source {
        case file(String)
        case text(String)
    }

    /// The configuration's text.
    var configuration: String {
        get throws { try text ?? Self.content(of: Program.checkout + "/scripts/sample/audit-jira.yaml") }
    }

    /// The content of Jira, as JSON; nil for nothing.
    var jiraSeed: String? {
        get throws {
            switch jira {
            case .file(let path): try Self.content(of: path)
            case .text(let text): text
            case nil: nil
            }
        }
    }

    /// Makes a database and fills it.
    func database() async throws -> TestDatabase {
        let database = try ThrowawayPostgres.shared.database(named: "e2e")
        try await fill(database)
        return database
    }

    /// The same with another configuration.
    func configured(_ text: String) -> SystemSeed {
        var copy = self
        copy.text = text
        return copy
    }

    /// The same where no call to Jira runs out of time, so that one hangs until it is released.
    func withoutTimeout() throws -> SystemSeed {
        let text = try configuration
        if text.contains("jira: {") {
            return configured(text.replacing("jira: {", with: "jira: {timeout: 60m, "))
        }
        return configured(text.replacing("jira:\n", with: "jira:\n  timeout: 60m\n"))
    }

    /// The sample of scripts/demo.
    static let sample = SystemSeed(
        configuration: nil,
        jira: .file(Program.checkout + "/scripts/sample/jira.json"),
        fill: { try await load(Program.checkout + "/scripts/sample", into: $0) }
    )

    /// Real rows, from the folder that `AUDIT_JIRA_TEST_DATA` names.
    static let real = SystemSeed(
        configuration: smallest,
        jira: .file(TestData.path("data/scrapersky/jira.json")),
        fill: { try await load(TestData.path("data/scrapersky"), into: $0) }
    )

    /// As many generated rows; every fifth has debt, and every twentieth lists a ticket that nobody knows.
    static func generated(_ count: Int) -> SystemSeed {
        SystemSeed(configuration: smallest, jira: nil) { database in
            try database.makeLargeTable(count)
            try database.execute("UPDATE file_audit SET jira_tickets = NULL")
        }
    }

    /// Some rows, and what Jira holds, as JSON.
    static func rows(_ rows: [SampleRow], jira: String? = nil) -> SystemSeed {
        SystemSeed(configuration: smallest, jira: jira.map(Source.text)) { try $0.makeSampleTable(rows) }
    }

    /// A database that holds what some statements make.
    static func statements(_ text: String, configuration: String? = nil) -> SystemSeed {
        SystemSeed(configuration: configuration ?? smallest, jira: nil) { try $0.execute(text) }
    }

    private static let smallest = "version: 1\njira:\n  project: CCS\n"

    private init(
        configuration: String?,
        jira: Source?,
        fill: @escaping @Sendable (TestDatabase) async throws -> Void
    ) {
        self.text = configuration
        self.jira = jira
        self.fill = fill
    }

    private static func content(of path: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// Runs `schema.sql` of a folder, and fills the table from `file_audit.csv`.
    private static func load(_ folder: String, into database: TestDatabase) async throws {
        let csv = folder + "/file_audit.csv"
        let columns = try #require(try content(of: csv).split(whereSeparator: \.isNewline).first)
        let result = try await run(
            "psql",
            [
                "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--file", folder + "/schema.sql",
                "--command", "\\copy file_audit(\(columns)) FROM '\(csv)' CSV HEADER",
            ],
            environment: database.environment.merging([
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""
            ]) { $1 }
        )
        try #require(result.status == 0, "\(result)")
    }
}

/// Files too large or too foreign for the repository, in the folder that `AUDIT_JIRA_TEST_DATA` names.
///
/// Tests that need one are skipped where it is missing.
enum TestData {
    /// Returns the path of a file or folder in it.
    static func path(_ name: String) -> String {
        let folder = ProcessInfo.processInfo.environment["AUDIT_JIRA_TEST_DATA"] ?? "/nowhere"
        return folder + "/" + name
    }

    /// Whether the folder has that file or folder.
    static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
