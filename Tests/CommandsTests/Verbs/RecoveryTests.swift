import Reconciliation
import TestSupport
import Testing
import Workflow

/// The messages about a run that did not finish.
@Suite struct RecoveryTests {
    /// A system in which a first sync died after Jira had made the tickets of two rows.
    private func system() async throws -> MemoryCommandSystem {
        let system = try MemoryCommandSystem([MemoryCommandSystem.row(1), MemoryCommandSystem.row(2)])
        var steps = 4
        while await system.tracker.created.isEmpty {
            steps += 1
            system.killSwitch.end(after: steps)
            _ = await system.run("sync")
            system.killSwitch.restart()
        }
        #expect(await system.tracker.created.count == 2)
        #expect(await system.repository.commits.isEmpty)
        return system
    }

    @Test func `the next run says what the dead one had done, records it, and has nothing left to do`()
        async throws
    {
        let system = try await system()
        let run = await system.run("sync")
        #expect(run.status == 0)
        #expect(run.remarks.contains("An earlier run did not finish (plan sha256:"))
        #expect(run.remarks.contains("It came as far as this: 2 created.\n  done      create  1  CCS-1\n"))
        #expect(run.answer.contains("No changes."))
        #expect(await system.tracker.created.count == 2)
        #expect(await system.table.rows["2"]?.tickets == ["CCS-2"])
        let subjects = await system.repository.commits.map(\.message.subject)
        #expect(subjects == ["audit-jira: 2 created"])
        #expect(await system.run("sync").remarks.contains("earlier run") == false)
    }

    @Test func `for programs each line of it is a log line`() async throws {
        let system = try await system()
        let run = await system.run("sync", "--log-format", "json", "--json")
        #expect(run.status == 0)
        #expect(run.remarks.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"level\":\"") })
        #expect(run.remarks.contains("An earlier run did not finish"))
        #expect(run.answer.hasPrefix("{"))
    }

    @Test func `who only looks tells that there was one, and leaves it alone`() async throws {
        let system = try await system()
        let records = await system.journal.records
        for verb in [["status"], ["plan"]] {
            let run = await system.run(verb[0])
            #expect(run.status == 0)
            #expect(run.remarks.contains("Another run is at work, or did not finish"))
        }
        #expect(await system.journal.records == records)
        #expect(await system.repository.commits.isEmpty)
    }

    @Test func `who asks neither side waits until it is recorded`() async throws {
        let system = try await system()
        let run = await system.run("unlink", "1")
        #expect(run.status == 1)
        #expect(run.remarks.contains("what it did is not recorded yet"))
        #expect(run.remarks.contains("audit-jira sync"))
    }

    @Test func `a decision comes after it`() async throws {
        let system = try await system()
        let run = await system.run("resolve", "1", "--take", "audit")
        #expect(run.remarks.contains("2 created"))
        #expect(await system.journal.records == nil)
        #expect(await system.repository.commits.count == 1)
    }

    @Test func `a state made anew settles it`() async throws {
        let system = try await system()
        let run = await system.run("state", "rebuild", "--auto-approve")
        #expect(run.status == 0)
        #expect(await system.journal.records == nil)
        #expect(await system.repository.state?.links.map(\.key) == ["CCS-1", "CCS-2"])
    }

    @Test func `the plan of the dead run goes on where it stopped`() async throws {
        let system = try MemoryCommandSystem([
            MemoryCommandSystem.row(1), MemoryCommandSystem.row(2),
            MemoryCommandSystem.row(3, tickets: ["OLD-1"]),
        ])
        await system.tracker.write("By people")
        #expect(await system.run("plan", "--out", "plan.json").status == 0)
        var steps = 4
        while await system.tracker.created.isEmpty {
            steps += 1
            system.killSwitch.end(after: steps)
            _ = await system.run("apply", "plan.json")
            system.killSwitch.restart()
        }
        let run = await system.run("apply", "plan.json")
        #expect(run.status == 0)
        #expect(run.answer.contains("Applied: 3 created."))
        #expect(await system.tracker.created.count == 3)
    }
}
