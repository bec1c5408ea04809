import JSON
import Reconciliation
import SerialExecution
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite struct TicketVerbTests {
    /// A system whose first apply created CCS-1 for row 1; row 2 follows CCS-2 and CCS-3, which people wrote.
    private func system() async throws -> MemoryCommandSystem {
        let system = try MemoryCommandSystem([
            MemoryCommandSystem.row(1), MemoryCommandSystem.row(5, debt: false),
        ])
        #expect(await system.run("sync").status == 0)
        let tickets = [await system.tracker.write("By people"), await system.tracker.write("By others")]
        await system.table.put(MemoryCommandSystem.row(2, tickets: tickets.map(\.key)))
        await system.table.put(MemoryCommandSystem.row(3, tickets: [tickets[0].key]))
        #expect(await system.run("sync").status == 0)
        return system
    }

    @Test func `a row with its ticket, and what a plan would do`() async throws {
        let system = try await system()
        try expectSnapshot(await system.run("ticket", "1").text, "ticket")
        let byPath = await system.run("ticket", "shop/file1.py")
        let byKey = await system.run("ticket", "ccs-1")
        #expect(byPath.answer == byKey.answer && byKey.status == 0)
        await system.tracker.close("CCS-1")
        try expectSnapshot(await system.run("ticket", "1").text, "ticket-closed")
        try expectSnapshot(await system.run("ticket", "1", "--json").text, "ticket-json")
    }

    @Test func `a row that follows several, and an issue that several follow`() async throws {
        let system = try await system()
        try expectSnapshot(await system.run("ticket", "2").text, "ticket-several-issues")
        let rows = try JSON(parsing: Array(await system.run("ticket", "CCS-2", "--json").answer.utf8))
        #expect(rows.array?.compactMap { $0["row"]?.string } == ["2", "3"])
    }

    @Test func `what it says of a plan is what the plan says`() async throws {
        let system = try await system()
        await system.table.put(MemoryCommandSystem.row(7))
        await system.tracker.close("CCS-1")
        await system.tracker.delete("CCS-2")
        for row in ["1", "2", "3", "5", "7"] {
            let plan = try JSON(
                parsing: Array(await system.run("plan", "--json", "--target", row).answer.utf8)
            )
            let seen = try JSON(parsing: Array(await system.run("ticket", row, "--json").answer.utf8))
            let said = seen.array?.first?["plan"]
            for part in ["actions", "conflicts", "findings"] {
                #expect(said?[part] == plan[part], "\(part) of row \(row)")
            }
        }
    }

    @Test func `a row without a ticket, one that is gone, and none at all`() async throws {
        let system = try await system()
        try expectSnapshot(await system.run("ticket", "5").text, "ticket-none")
        await system.table.delete("1")
        let gone = await system.run("ticket", "CCS-1")
        #expect(gone.status == 0 && gone.answer.contains("it is not in the table"))
        for name in ["99", "CCS-99", "shop/nothing.py"] {
            let none = await system.run("ticket", name)
            #expect(none.status == 1 && none.remarks.contains("There is no row '\(name)'"))
        }
    }

    @Test func `a ticket that a row lists and no link knows is found by its key`() async throws {
        let system = try MemoryCommandSystem()
        let issue = await system.tracker.write("By people")
        await system.table.put(MemoryCommandSystem.row(4, tickets: [issue.key]))
        let run = await system.run("ticket", issue.key)
        #expect(run.status == 0 && run.answer.contains("not linked"))
        #expect(run.answer.contains("follow \(issue.key)"))
    }

    @Test(arguments: [
        ("", ["xdg-open URL", "open URL"]), ("lynx", ["lynx URL"]),
        ("one --new %s!:two", ["one --new URL!", "two URL"]),
    ])
    func `the browser is BROWSER's, or the system's`(variable: String, calls: [String]) async throws {
        let system = try await system()
        let made = Locked<[String]>([])
        let variables = ["BROWSER": variable, "JIRA_API_TOKEN": "secret-token"]
        let run = await system.run(["ticket", "1", "--web"], variables: variables) { environment in
            environment.runProgram = { words, environment in
                made.withLock { $0.append(words.joined(separator: " ")) }
                return environment.variables["JIRA_API_TOKEN"] != nil
            }
        }
        let url = "https://bakery.example/browse/CCS-1"
        #expect(made.withLock(\.self) == calls.map { $0.replacing("URL", with: url) })
        #expect(run.status == 1 && run.remarks.contains("No browser could be started for \(url)"))
    }

    @Test func `of several the first managed one is opened, and of none nothing`() async throws {
        let system = try await system()
        let issue = await system.tracker.write("Older by number only")
        await system.table.put(MemoryCommandSystem.row(1, tickets: [issue.key, "CCS-1"]))
        let opened = Locked<[String]>([])
        for (row, status) in [("1", 0), ("2", 0), ("5", 1)] as [(String, Int32)] {
            let run = await system.run(["ticket", row, "--web"]) { environment in
                environment.runProgram = { words, _ in
                    opened.withLock { $0.append(words.last ?? "") }
                    return true
                }
            }
            #expect(run.status == status)
        }
        let pages = opened.withLock(\.self).map { $0.split(separator: "/").last ?? "" }
        #expect(pages == ["CCS-1", "CCS-2"])
    }
}
