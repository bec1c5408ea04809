import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite struct PlanAndApplyTests {
    private func bakery(_ more: String = "") throws -> Bakery {
        try Bakery([Bakery.row(1), Bakery.row(2, debt: false), Bakery.row(3)], more)
    }

    @Test func `a plan, its file, and its application`() async throws {
        let bakery = try bakery()
        let planned = await bakery.run("plan", "--out", "plan.json")
        try expectSnapshot(planned.text, "plan")
        let shown = await bakery.run("show", "plan.json")
        #expect(shown.answer == planned.answer && shown.remarks.isEmpty)
        #expect(await bakery.tracker.issues.isEmpty)
        let applied = await bakery.run("apply", "plan.json")
        try expectSnapshot(applied.text, "apply")
        let again = await bakery.run("plan", "--detailed-exitcode")
        #expect(again.answer == "No changes. The table and Jira agree.\n")
        #expect(again.status == 0)
        #expect(await bakery.run("apply", "plan.json").status == 3)
        try expectSnapshot(await bakery.run("status").text, "status")
        try expectSnapshot(await bakery.run("log").text, "log")
        try expectSnapshot(await bakery.run("log", "3").text, "log-of-one")
        #expect(await bakery.run("log", "shop/file3.py").answer == (await bakery.run("log", "CCS-2").answer))
        try expectSnapshot(await bakery.run("log", "shop/file9.py").text, "log-of-nothing")
    }

    @Test func `a plan in its other formats`() async throws {
        let bakery = try bakery()
        let json = await bakery.run("plan", "--json", "--out", "plan.json")
        #expect(json.answer == (try bakery.folder.read("plan.json")))
        #expect(json.remarks.isEmpty)
        #expect(await bakery.run("show", "plan.json", "--format", "json").answer == json.answer)
        try expectSnapshot(
            await bakery.run("show", "plan.json", "--format", "markdown").text,
            "show-markdown"
        )
    }

    /// The files were made before the plan's steps had types; they change only with the format or with the calls of an apply.
    @Test func `plans are saved as ever`() async throws {
        let bakery = try Bakery((1...9).map { Bakery.row($0, debt: $0 < 8) })
        try expectSnapshot(await bakery.run("plan", "--json").answer, "golden-creates")
        #expect(await bakery.run("sync").status == 0)
        await bakery.table.change("1") { $0.debt = false }
        await bakery.table.change("2") { $0.text = "Worse." }
        await bakery.tracker.close("CCS-3")
        await bakery.tracker.start("CCS-4")
        await bakery.table.put(Bakery.row(8))
        try expectSnapshot(await bakery.run("plan", "--json").answer, "golden-changes")
    }

    @Test func `the same inputs give the same bytes`() async throws {
        let first = await (try bakery()).run("plan", "--json")
        let second = await (try bakery()).run("plan", "--json")
        #expect(first.answer == second.answer && first.status == 0)
    }

    @Test func `detailed exit codes tell changes and conflicts`() async throws {
        let bakery = try bakery()
        #expect(await bakery.run("plan").status == 0)
        #expect(await bakery.run("plan", "--detailed-exitcode").status == 2)
        let issue = await bakery.tracker.write("An old ticket")
        await bakery.tracker.close(issue.key)
        await bakery.table.put(Bakery.row(4, tickets: [issue.key]))
        #expect(await bakery.run("plan").status == 0)
        #expect(await bakery.run("plan", "--detailed-exitcode").status == 4)
        // Everything else is done, and the conflict is reported.
        let synced = await bakery.run("sync")
        #expect(synced.status == 4)
        #expect(await bakery.tracker.created.count == 2)
    }

    @Test func `apply without a file asks, and takes only yes as yes`() async throws {
        let bakery = try bakery()
        let refused = await bakery.run("apply")
        #expect(refused.status == 64)
        #expect(refused.remarks.contains("--auto-approve"))
        for typed in [["no"], ["y"], ["YES"], []] {
            let run = await bakery.run("apply", typing: typed, isTerminal: true)
            #expect(run.status == 1)
            #expect(run.remarks.contains("Nothing was applied."))
        }
        #expect(await bakery.tracker.created.isEmpty)
        #expect(await bakery.run("apply", typing: ["yes"], isTerminal: true).status == 0)
        #expect(await bakery.tracker.created.count == 2)
        let nothing = await bakery.run("apply")
        #expect(nothing.status == 0)
        #expect(nothing.answer == "No changes. The table and Jira agree.\n")
    }

    @Test func `apply without a question`() async throws {
        let bakery = try bakery()
        #expect(await bakery.run("apply", "--auto-approve").status == 0)
        #expect(await bakery.run("plan", "--detailed-exitcode").status == 0)
    }

    @Test func `a guard is told by plan with the way out, and refuses apply and sync`() async throws {
        let bakery = try bakery("guards: {max_create: 1}\n")
        let planned = await bakery.run("plan", "--out", "plan.json")
        #expect(planned.status == 0)
        #expect(planned.answer.contains("--allow max_create=2"))
        for arguments in [["apply", "plan.json"], ["apply", "--auto-approve"], ["sync"]] {
            let run =
                arguments.count == 1
                ? await bakery.run(arguments[0]) : await bakery.run(arguments[0], arguments[1])
            #expect(run.status == 5)
            #expect(run.remarks.contains("--allow max_create=2"))
        }
        #expect(await bakery.tracker.created.isEmpty)
        #expect(await bakery.run("plan", "--allow", "max_create=2", "--out", "plan.json").status == 0)
        #expect(await bakery.run("apply", "plan.json").status == 0)
    }

    @Test func `sync heeds an acknowledgement of its own`() async throws {
        let bakery = try bakery("guards: {max_create: 1}\n")
        #expect(await bakery.run("sync", "--allow", "max_create=2").status == 0)
        #expect(await bakery.tracker.created.count == 2)
    }

    @Test func `what is stale is skipped and told, or refuses all`() async throws {
        let bakery = try bakery()
        _ = await bakery.run("plan", "--out", "plan.json")
        await bakery.table.change("1") { $0.text = "Something else" }
        let strict = await bakery.run("apply", "plan.json", "--strict")
        #expect(strict.status == 1)
        #expect(await bakery.tracker.created.isEmpty)
        let run = await bakery.run("apply", "plan.json")
        #expect(run.status == 3)
        try expectSnapshot(run.text, "apply-stale")
        #expect(await bakery.tracker.created.count == 1)
    }

    @Test func `a failed action fails alone`() async throws {
        let bakery = try bakery()
        await bakery.tracker.fail(
            creating: "3",
            .refused(Problem(.failure, "Jira said no to \u{1b}[2Jrow 3"))
        )
        let run = await bakery.run("sync")
        #expect(run.status == 3)
        #expect(run.answer.contains("Jira said no to") && !run.answer.contains("\u{1b}"))
        #expect(await bakery.tracker.created.count == 1)
    }

    @Test func `an expected digest is checked before anything is done`() async throws {
        let bakery = try bakery()
        _ = await bakery.run("plan", "--out", "plan.json")
        let other = "sha256:" + String(repeating: "0", count: 64)
        #expect(await bakery.run("apply", "plan.json", "--expect-digest", other).status == 1)
        #expect(await bakery.run("apply", "plan.json", "--expect-digest", "sha256:1").status == 64)
        #expect(await bakery.tracker.created.isEmpty)
    }

    @Test func `a changed plan file is refused`() async throws {
        let bakery = try bakery()
        _ = await bakery.run("plan", "--out", "plan.json")
        let text = try bakery.folder.read("plan.json").replacing("file1.py", with: "file9.py")
        try bakery.folder.write(text, to: "plan.json")
        let run = await bakery.run("apply", "plan.json")
        #expect(run.status == 1)
        #expect(run.remarks.contains("changed since it was made"))
    }

    @Test func `a target narrows a plan, and one that names nothing is told`() async throws {
        let bakery = try bakery()
        for target in ["3", "shop/file3.py"] {
            let run = await bakery.run("plan", "--target", target)
            #expect(run.answer.hasPrefix("Plan: 1 to create."))
            #expect(run.remarks.isEmpty)
        }
        let run = await bakery.run("plan", "--target", "shop/fil.py", "--target", "3")
        #expect(run.answer.hasPrefix("Plan: 1 to create."))
        #expect(run.remarks.contains("shop/fil.py"))
    }

    @Test func `a snapshot gives the same plan`() async throws {
        let bakery = try bakery()
        let issue = await bakery.tracker.write("A ticket")
        await bakery.table.put(Bakery.row(5, tickets: [issue.key, "GONE-1"]))
        let direct = await bakery.run("plan", "--json")
        let saved = await bakery.run("snapshot", "--out", "shot")
        #expect(saved.text == "Saved 4 rows and 1 issues to shot.\n--- remarks\n--- status 0\n")
        #expect(await bakery.run("snapshot", "--out", "shot", "--json").answer.hasPrefix("{\n  \"rows\": 4,"))
        let offline = await bakery.run("plan", "--json", "--snapshot", "shot")
        #expect(offline.answer == direct.answer)
        #expect(offline.status == 0)
    }
}
