import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Looking into the state, and spreading it over files.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct StateVerbRunTests {
    /// The variables without which neither side can be reached.
    private static let offline: [String: String?] = [
        "DATABASE_URL": nil, "JIRA_URL": nil, "JIRA_EMAIL": nil, "JIRA_API_TOKEN": nil,
    ]

    private struct Entry: Decodable {
        var row: String
        var path: String
        var issue: String
        var kind: String
        var agreed: String
        var category: String
        var decision: String?
    }

    private struct Check: Decodable {
        struct Fault: Decodable {
            var file: String
            var line: Int?
            var message: String
            var hint: String
        }

        var sound: Bool
        var links: Int
        var faults: [Fault]
    }

    private func decode<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    @Test func `without a subcommand it tells which there are`() async throws {
        try await RealSystem.open { shop in
            let help = try await shop.audit("state").expecting(0).stdout
            for verb in ["list", "show", "verify", "reshard"] { #expect(help.contains("\n  \(verb) ")) }
            try await shop.audit("state", "bogus").expecting(64)
        }
    }

    @Test func `before the first apply there is nothing, and that is said`() async throws {
        try await RealSystem.open { shop in
            let list = try await shop.audit("state", "list", with: Self.offline).expecting(0)
            #expect(list.stdout.isEmpty)
            list.saying("There is no state yet")
            #expect(try await shop.audit("state", "list", "--json").expecting(0).stdout == "[]\n")
            try await shop.audit("state", "show", "1001").expecting(1).saying(
                "no state yet",
                "audit-jira plan"
            )
            let check = try await shop.audit("state", "verify", with: Self.offline).expecting(0)
            #expect(check.stdout.contains("There is no state yet"))
            try await shop.audit("state", "reshard").expecting(1).saying("no state yet", "first apply")
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "1")
        }
    }

    @Test func `list has a line for each link, offline`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let list = try await shop.audit("state", "list", with: Self.offline).expecting(0).stdout
            let lines = list.split(separator: "\n")
            #expect(lines.count == 7)
            let key = try shop.ticket(of: "1001")
            let line = try #require(lines.first { $0.hasPrefix("1001 ") })
            #expect(
                line.split(separator: " ") == [
                    "1001", "shop/models/order.py", key[...], "managed", "open", "new",
                ]
            )
            let json = try await shop.audit("state", "list", "--json", with: Self.offline).expecting(0).stdout
            let entries = try decode(json, as: [Entry].self)
            #expect(entries.count == 7)
            #expect(entries.map(\.row) == lines.map { $0.split(separator: " ").first.map(String.init) ?? "" })
            #expect(entries.first { $0.row == "1001" }?.issue == key)
            #expect(entries.count { $0.kind == "followed" } == 3)
        }
    }

    @Test func `show finds links by row, path, issue and id, and shows all of one issue`() async throws {
        try await RealSystem.open { shop in
            try shop.database.execute(
                "UPDATE file_audit SET jira_tickets = '{OVEN-11}' WHERE file_number = '1001'"
            )
            try await shop.settle()
            let key = try shop.ticket(of: "1003")
            let byRow = try await shop.audit("state", "show", "1003", with: Self.offline).expecting(0).stdout
            #expect(byRow.hasPrefix("1003  shop/models/loyalty.py  \(key)\n"))
            for line in ["kind", "managed", "agreed", "operation", "content", "sha256:", "sent summary"] {
                #expect(byRow.contains(line), "\(byRow)")
            }
            let id = try #require(shop.jira.issue(key)).id
            for subject in ["shop/models/loyalty.py", key, key.lowercased(), "\(id)"] {
                #expect(try await shop.audit("state", "show", subject).expecting(0).stdout == byRow)
            }
            let json = try await shop.audit("state", "show", "OVEN-11", "--json").expecting(0).stdout
            let rows = try decode(json, as: [Entry].self).map(\.row)
            #expect(rows.count >= 2 && rows.contains("1001") && rows.contains("2001"))
            let all = try await shop.audit("state", "show", "OVEN-11").expecting(0).stdout
            for row in rows { #expect(all.contains("\(row)  ")) }
            try await shop.audit("state", "show", "9999").expecting(1).saying("9999", "state list")
        }
    }

    @Test func `verify finds a state sound as apply made it, and names what was done to it`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let sound = try await shop.audit("state", "verify", with: Self.offline).expecting(0)
            #expect(sound.stdout.hasPrefix("The state is sound: 7 links in 1 file, serial 1"))
            #expect(sound.stderr.isEmpty)
            let json = try await shop.audit("state", "verify", "--json").expecting(0).stdout
            #expect(try decode(json, as: Check.self).sound)

            let links = try shop.read("repository/state/links.yaml")
            let line = try #require(links.split(separator: "\n").firstIndex { $0.contains("kind:") }) + 1
            try shop.write(
                links.replacing("  kind: ", with: "  kind:  ", maxReplacements: 1),
                to: "repository/state/links.yaml"
            )
            try await shop.git("commit", "--quiet", "--all", "--message", "Edit by hand")
            try FileManager.default.removeItem(atPath: shop.repository + "/state/state.json")
            try shop.write("note\n", to: "repository/state/notes.txt")
            try shop.write("/state/\n", to: "repository/.gitignore")
            let before = try await shop.git("status", "--porcelain", "--ignored")
            let broken = try await shop.audit("state", "verify", with: Self.offline).expecting(1)
            #expect(
                broken.stdout.split(separator: "\n") == [
                    "state: ignored by a rule of git's",
                    "state/links.yaml:\(line): expected managed or followed",
                    "state/notes.txt: the file does not belong to the state",
                    "state/state.json: deleted in the work tree",
                ]
            )
            broken.saying(
                "git checkout <commit>",
                "git restore state/state.json",
                "git check-ignore",
                "Move it"
            )
            #expect(try await shop.git("status", "--porcelain", "--ignored") == before)
            let check = try decode(
                try await shop.audit("state", "verify", "--json").expecting(1).stdout,
                as: Check.self
            )
            #expect(!check.sound && check.links == 6)
            #expect(check.faults.map(\.line) == [nil, line, nil, nil])
        }
    }

    @Test(arguments: [256, 4096])
    func `reshard spreads the state and changes nothing else`(files: Int) async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
            let state = try shop.read("repository/state/links.yaml")
            let before = try await planned(shop)
            let list = try await shop.audit("state", "list").stdout
            try shop.write("untracked\n", to: "repository/mine.txt")

            let result = try await shop.audit("state", "reshard", "--files", "\(files)", with: Self.offline)
            result.expecting(0)
            #expect(
                result.stdout.hasPrefix(
                    "The 7 links are in \(files) files now, instead of 1. Committed as"
                )
            )
            #expect(
                try await shop.git("log", "-1", "--format=%s")
                    == "audit-jira: state spread over \(files) files"
            )
            #expect(
                try await shop.git("log", "-1", "--format=%(trailers:only,unfold)")
                    == "Audit-Jira-Serial: 1\nAudit-Jira-Files: \(files)"
            )
            #expect(try await shop.git("ls-files", "state").split(separator: "\n").count == files + 1)
            #expect(try await shop.git("status", "--porcelain") == "?? mine.txt")
            #expect(try await shop.git("fsck", "--strict") == "")
            try await shop.audit("state", "verify").expecting(0)
            #expect(try await shop.audit("state", "list").stdout == list)
            #expect(try await planned(shop) == before)

            let again = try await shop.audit("state", "reshard", "--files", "\(files)").expecting(0)
            #expect(again.stdout.contains("already. Nothing was done."))
            // Without a number it is what suits seven links.
            let back = try await shop.audit("state", "reshard", "--json").expecting(0).stdout
            #expect(back.contains("\"from\": \(files)") && back.contains("\"files\": 1"))
            #expect(try shop.read("repository/state/links.yaml") == state)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "4")
            #expect(try await shop.git("status", "--porcelain") == "?? mine.txt")
            let none = try await shop.audit("state", "reshard", "--json").expecting(0).stdout
            #expect(none.contains("\"commit\": null"))
            let log = try await shop.audit("log").expecting(0).stdout
            #expect(log.contains("audit-jira: state spread over 1 file"))
        }
    }

    @Test func `a plan that was made before a reshard can be applied after it`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
            #expect(try await shop.plan().counts == ["start": 1])
            try await shop.audit("state", "reshard", "--files", "256").expecting(0)
            try await shop.apply().expecting(0)
            try await shop.expectEmptyPlan()
            try await shop.audit("state", "verify").expecting(0)
            #expect(try await shop.git("show", "--format=", "--name-only").split(separator: "\n").count == 2)
        }
    }

    @Test func `reshard refuses a wrong number, a spoilt state, and to go before another run`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try await shop.audit("state", "reshard", "--files", "7").expecting(64).saying("256")
            let descriptor = open(shop.repository + "/.git/audit-jira/lock", O_RDWR)
            try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            try await shop.audit("state", "reshard", "--files", "256").expecting(6).saying("Another run")
            try await shop.audit("state", "verify").expecting(0)
            close(descriptor)
            let links = try shop.read("repository/state/links.yaml")
            try shop.write(links.replacing("open", with: "ajar"), to: "repository/state/links.yaml")
            try await shop.audit("state", "reshard", "--files", "256").expecting(1).saying(
                "state/links.yaml:"
            )
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "2")
        }
    }

    /// The text of a plan, without its ties to one commit.
    private func planned(_ shop: RealSystem) async throws -> String {
        _ = try await shop.plan()
        let plan = try JSONSerialization.jsonObject(
            with: Data(shop.read("plan.json").utf8)
        )
        var members = try #require(plan as? [String: Any])
        var binding = try #require(members["binding"] as? [String: Any])
        binding["state"] = nil
        members["binding"] = binding
        members["digest"] = nil
        let bytes = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys])
        return String(decoding: bytes, as: UTF8.self)
    }
}
