import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite struct PlanAndApplyTests {
    private func system(_ more: String = "") throws -> MemoryCommandSystem {
        try MemoryCommandSystem(
            [
                MemoryCommandSystem.row(1), MemoryCommandSystem.row(2, debt: false),
                MemoryCommandSystem.row(3),
            ],
            more
        )
    }

    @Test func `a plan, its file, and its application`() async throws {
        let system = try system()
        let planned = await system.run("plan", "--out", "plan.json")
        try expectSnapshot(planned.text, "plan")
        let shown = await system.run("show", "plan.json")
        #expect(shown.answer == planned.answer && shown.remarks.isEmpty)
        #expect(await system.tracker.issues.isEmpty)
        let applied = await system.run("apply", "plan.json")
        try expectSnapshot(applied.text, "apply")
        let again = await system.run("plan", "--detailed-exitcode")
        #expect(again.answer == "No changes. The table and Jira agree.\n")
        #expect(again.status == 0)
        #expect(await system.run("apply", "plan.json").status == 3)
        try expectSnapshot(await system.run("status").text, "status")
        try expectSnapshot(await system.run("log").text, "log")
        try expectSnapshot(await system.run("log", "3").text, "log-of-one")
        #expect(await system.run("log", "shop/file3.py").answer == (await system.run("log", "CCS-2").answer))
        try expectSnapshot(await system.run("log", "shop/file9.py").text, "log-of-nothing")
    }

    @Test func `a plan in its other formats`() async throws {
        let system = try system()
        let json = await system.run("plan", "--json", "--out", "plan.json")
        #expect(json.answer == (try system.folder.read("plan.json")))
        #expect(json.remarks.isEmpty)
        #expect(await system.run("show", "plan.json", "--format", "json").answer == json.answer)
        try expectSnapshot(
            await system.run("show", "plan.json", "--format", "markdown").text,
            "show-markdown"
        )
    }

    /// The files were made before the plan's steps had types; they change only with the format or with the calls of an apply.
    @Test func `plans are saved as ever`() async throws {
        let system = try MemoryCommandSystem((1...9).map { MemoryCommandSystem.row($0, debt: $0 < 8) })
        try expectSnapshot(await system.run("plan", "--json").answer, "golden-creates")
        #expect(await system.run("sync").status == 0)
        await system.table.change("1") { $0.debt = false }
        await system.table.change("2") { $0.text = "Worse." }
        await system.tracker.close("CCS-3")
        await system.tracker.start("CCS-4")
        await system.table.put(MemoryCommandSystem.row(8))
        try expectSnapshot(await system.run("plan", "--json").answer, "golden-changes")
    }

    @Test func `the same inputs give the same bytes`() async throws {
        let first = await (try system()).run("plan", "--json")
        let second = await (try system()).run("plan", "--json")
        #expect(first.answer == second.answer && first.status == 0)
    }

    @Test func `detailed exit codes tell changes and conflicts`() async throws {
        let system = try system()
        #expect(await system.run("plan").status == 0)
        #expect(await system.run("plan", "--detailed-exitcode").status == 2)
        let issue = await system.tracker.write("An old ticket")
        await system.tracker.close(issue.key)
        await system.table.put(MemoryCommandSystem.row(4, tickets: [issue.key]))
        #expect(await system.run("plan").status == 0)
        #expect(await system.run("plan", "--detailed-exitcode").status == 4)
        // Everything else is done, and the conflict is reported.
        let synced = await system.run("sync")
        #expect(synced.status == 4)
        #expect(await system.tracker.created.count == 2)
    }

    @Test func `apply without a file asks, and takes only yes as yes`() async throws {
        let system = try system()
        let refused = await system.run("apply")
        #expect(refused.status == 64)
        #expect(refused.remarks.contains("--auto-approve"))
        for typed in [["no"], ["y"], ["YES"], []] {
            let run = await system.run("apply", typing: typed, isTerminal: true)
            #expect(run.status == 1)
            #expect(run.remarks.contains("Nothing was applied."))
        }
        #expect(await system.tracker.created.isEmpty)
        #expect(await system.run("apply", typing: ["yes"], isTerminal: true).status == 0)
        #expect(await system.tracker.created.count == 2)
        let nothing = await system.run("apply")
        #expect(nothing.status == 0)
        #expect(nothing.answer == "No changes. The table and Jira agree.\n")
    }

    @Test func `apply without a question`() async throws {
        let system = try system()
        #expect(await system.run("apply", "--auto-approve").status == 0)
        #expect(await system.run("plan", "--detailed-exitcode").status == 0)
    }

    @Test func `a guard is told by plan with the way out, and refuses apply and sync`() async throws {
        let system = try system("guards: {max_create: 1}\n")
        let planned = await system.run("plan", "--out", "plan.json")
        #expect(planned.status == 0)
        #expect(planned.answer.contains("--allow max_create=2"))
        for arguments in [["apply", "plan.json"], ["apply", "--auto-approve"], ["sync"]] {
            let run =
                arguments.count == 1
                ? await system.run(arguments[0]) : await system.run(arguments[0], arguments[1])
            #expect(run.status == 5)
            #expect(run.remarks.contains("--allow max_create=2"))
        }
        #expect(await system.tracker.created.isEmpty)
        #expect(await system.run("plan", "--allow", "max_create=2", "--out", "plan.json").status == 0)
        #expect(await system.run("apply", "plan.json").status == 0)
    }

    @Test func `sync heeds an acknowledgement of its own`() async throws {
        let system = try system("guards: {max_create: 1}\n")
        #expect(await system.run("sync", "--allow", "max_create=2").status == 0)
        #expect(await system.tracker.created.count == 2)
    }

    @Test func `what is stale is skipped and told, or refuses all`() async throws {
        let system = try system()
        _ = await system.run("plan", "--out", "plan.json")
        await system.table.change("1") { $0.text = "Something else" }
        let strict = await system.run("apply", "plan.json", "--strict")
        #expect(strict.status == 1)
        #expect(await system.tracker.created.isEmpty)
        let run = await system.run("apply", "plan.json")
        #expect(run.status == 3)
        try expectSnapshot(run.text, "apply-stale")
        #expect(await system.tracker.created.count == 1)
    }

    @Test func `a failed action fails alone`() async throws {
        let system = try system()
        await system.tracker.fail(
            creating: "3",
            .refused(Problem(.failure, "Jira said no to \u{1b}[2Jrow 3"))
        )
        let run = await system.run("sync")
        #expect(run.status == 3)
        #expect(run.answer.contains("Jira said no to") && !run.answer.contains("\u{1b}"))
        #expect(await system.tracker.created.count == 1)
    }

    @Test func `an expected digest is checked before anything is done`() async throws {
        let system = try system()
        _ = await system.run("plan", "--out", "plan.json")
        let other = "sha256:" + String(repeating: "0", count: 64)
        #expect(await system.run("apply", "plan.json", "--expect-digest", other).status == 1)
        #expect(await system.run("apply", "plan.json", "--expect-digest", "sha256:1").status == 64)
        #expect(await system.tracker.created.isEmpty)
    }

    @Test func `a changed plan file is refused`() async throws {
        let system = try system()
        _ = await system.run("plan", "--out", "plan.json")
        let text = try system.folder.read("plan.json").replacing("file1.py", with: "file9.py")
        try system.folder.write(text, to: "plan.json")
        let run = await system.run("apply", "plan.json")
        #expect(run.status == 1)
        #expect(run.remarks.contains("changed since it was made"))
    }

    @Test func `a target narrows a plan, and one that names nothing is told`() async throws {
        let system = try system()
        for target in ["3", "shop/file3.py"] {
            let run = await system.run("plan", "--target", target)
            #expect(run.answer.hasPrefix("Plan: 1 to create."))
            #expect(run.remarks.isEmpty)
        }
        let run = await system.run("plan", "--target", "shop/fil.py", "--target", "3")
        #expect(run.answer.hasPrefix("Plan: 1 to create."))
        #expect(run.remarks.contains("shop/fil.py"))
    }

    @Test func `a snapshot gives the same plan`() async throws {
        let system = try system()
        let issue = await system.tracker.write("A ticket")
        await system.table.put(MemoryCommandSystem.row(5, tickets: [issue.key, "GONE-1"]))
        let direct = await system.run("plan", "--json")
        let saved = await system.run("snapshot", "--out", "shot")
        #expect(saved.text == "Saved 4 rows and 1 issues to shot.\n--- remarks\n--- status 0\n")
        #expect(await system.run("snapshot", "--out", "shot", "--json").answer.hasPrefix("{\n  \"rows\": 4,"))
        let offline = await system.run("plan", "--json", "--snapshot", "shot")
        #expect(offline.answer == direct.answer)
        #expect(offline.status == 0)
    }
}
