import JiraSandbox
import TestSupport
import Testing

/// A guard, and two rows of four or ten that bring it into play.
struct GuardCase: CustomTestStringConvertible, Sendable {
    /// The guard's name.
    var name: String
    /// The guard's limit.
    var limit: Int
    /// The measured number, and so the smallest acknowledgement that lets the plan pass.
    var measured: Int
    /// The steps before the last agreement; none where there was none.
    var agreeing: [ApplyRound.Step] = [{ _ in }]
    /// The change of both sides after it.
    var change: ApplyRound.Step
    /// The actions of the plan, by operation.
    var counts: [String: Int]

    var testDescription: String { "\(name)=\(limit)" }

    private static let nothing: ApplyRound.Step = { _ in }
    private static let rewrite = update("technical_debt = 'Slower.' WHERE file_number <= '2'")
    private static let clear = update("has_technical_debt = false WHERE file_number <= '2'")
    private static let regress = update("has_technical_debt = true WHERE file_number <= '2'")
    private static let close: ApplyRound.Step = { try $0.setStatus("Done", of: ["1", "2"]) }
    private static let closeAll: ApplyRound.Step = { try $0.setStatus("Done", of: ["1", "2", "3", "4"]) }
    private static let reopen: ApplyRound.Step = { try $0.setStatus("To Do", of: ["1", "2"]) }
    private static let remove: ApplyRound.Step = {
        try $0.database.execute("DELETE FROM file_audit WHERE file_number <= '2'")
    }
    private static let delete: ApplyRound.Step = { shop in
        for row in ["1", "2"] { try shop.jira.delete(shop.ticket(of: row)) }
    }

    private static func update(_ what: String) -> ApplyRound.Step {
        { try $0.database.execute("UPDATE file_audit SET \(what)") }
    }

    static let all = [
        GuardCase(
            name: "max_create",
            limit: 3,
            measured: 4,
            agreeing: [],
            change: nothing,
            counts: ["create": 4]
        ),
        GuardCase(
            name: "max_create_percent",
            limit: 99,
            measured: 100,
            agreeing: [],
            change: nothing,
            counts: ["create": 4]
        ),
        GuardCase(name: "max_update", limit: 1, measured: 2, change: rewrite, counts: ["update": 2]),
        GuardCase(
            name: "max_update_percent",
            limit: 49,
            measured: 50,
            change: rewrite,
            counts: ["update": 2]
        ),
        GuardCase(name: "max_close", limit: 0, measured: 2, change: clear, counts: ["close": 2]),
        GuardCase(name: "max_close_percent", limit: 30, measured: 50, change: clear, counts: ["close": 2]),
        GuardCase(
            name: "max_reopen",
            limit: 1,
            measured: 2,
            agreeing: [nothing, closeAll],
            change: regress,
            counts: ["reopen": 2]
        ),
        GuardCase(
            name: "max_reopen_percent",
            limit: 49,
            measured: 50,
            agreeing: [nothing, closeAll],
            change: regress,
            counts: ["reopen": 2]
        ),
        GuardCase(name: "max_resolve", limit: 1, measured: 2, change: close, counts: ["resolve": 2]),
        GuardCase(
            name: "max_resolve_percent",
            limit: 30,
            measured: 50,
            change: close,
            counts: ["resolve": 2]
        ),
        GuardCase(
            name: "max_unresolve",
            limit: 1,
            measured: 2,
            agreeing: [nothing, closeAll],
            change: reopen,
            counts: ["unresolve": 2]
        ),
        GuardCase(
            name: "max_unresolve_percent",
            limit: 49,
            measured: 50,
            agreeing: [nothing, closeAll],
            change: reopen,
            counts: ["unresolve": 2]
        ),
        GuardCase(
            name: "max_missing_rows_percent",
            limit: 30,
            measured: 50,
            change: remove,
            counts: ["close": 2]
        ),
        GuardCase(
            name: "max_missing_issues_percent",
            limit: 30,
            measured: 50,
            change: delete,
            counts: ["create": 2]
        ),
    ]

    /// A configuration in which all percentages count and only this guard is closed.
    var configuration: String {
        let open = [
            "max_close_percent", "max_resolve_percent", "max_missing_rows_percent",
            "max_missing_issues_percent",
        ]
        let limits =
            open.filter { $0 != name }.map { "\($0): 100" } + ["\(name): \(limit)", "percent_from: 1"]
        return "version: 1\njira: {project: CCS}\nguards: {\(limits.joined(separator: ", "))}\n"
    }
}

extension RealSystem {
    fileprivate func setStatus(_ status: String, of rows: [String]) throws {
        for row in rows { try jira.setStatus(ticket(of: row), status) }
    }
}

/// The guards: what each refuses, how it is told, and what lets it pass.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct GuardRunTests {
    private static let rows = (1...4).map {
        SampleRow("\($0)", path: "\($0).py", hasDebt: true, debt: "Slow.")
    }

    @Test(arguments: GuardCase.all)
    func `a guard refuses until exactly what it measured is allowed, in the reviewed plan or beside it`(
        it: GuardCase
    ) async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            for step in it.agreeing {
                try await step(shop)
                try await shop.audit("sync").expecting(0)
            }
            try shop.write(it.configuration, to: "repository/audit-jira.yaml")
            try await it.change(shop)
            let before = try SystemSnapshot(shop)
            let commits = try await shop.git("rev-list", "--count", "HEAD")
            let option = "--allow \(it.name)=\(it.measured)"

            // plan shows it and goes on; apply and sync end with 5 and the option that would let exactly this plan pass.
            let shown = try await shop.audit("plan")
            shown.expecting(0)
            #expect(shown.printed.contains(option), "\(shown)")
            #expect(try await shop.plan().counts == it.counts)
            try await shop.apply().expecting(5).saying(it.name, option)
            try await shop.audit("sync").expecting(5).saying(option)
            try await shop.audit("apply", "--auto-approve").expecting(5).saying(option)

            // One less is not enough, in the plan or beside it.
            let less = "\(it.name)=\(it.measured - 1)"
            let refused = try await shop.audit("plan", "--allow", less)
            #expect(refused.printed.contains(option), "\(refused)")
            _ = try await shop.plan("--allow", less)
            try await shop.apply().expecting(5).saying(option)
            try await shop.audit("sync", "--allow", less).expecting(5).saying(option)
            try await shop.audit("apply", "--auto-approve", "--allow", less).expecting(5).saying(option)

            // A saved plan heeds its own acknowledgement and no other.
            try await shop.apply("--allow", "\(it.name)=\(it.measured)").expecting(64).saying("--allow")
            let now = try SystemSnapshot(shop)
            #expect(now.rows == before.rows && now.issues == before.issues)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == commits)

            let allowed = try await shop.plan("--allow", "\(it.name)=\(it.measured)")
            #expect(allowed.allow == [it.name: it.measured])
            let approved = try await shop.audit("show", shop.folder + "/plan.json")
            #expect(approved.stdout.contains(it.name), "\(approved)")
            try await shop.apply().expecting(0)
            try await shop.expectEmptyPlan()
        }
    }

    @Test(arguments: ["sync", "apply"])
    func `sync and apply take the acknowledgement themselves`(verb: String) async throws {
        let text =
            "version: 1\njira: {project: CCS}\nguards: {max_create: 3, max_create_percent: 50, percent_from: 1}\n"
        try await RealSystem.open(.rows(Self.rows).configured(text)) { shop in
            let approval = verb == "apply" ? "--auto-approve" : "--json"
            // Both guards are named, and one acknowledgement does not stand for the other.
            try await shop.audit(verb, approval).expecting(5)
                .saying("--allow max_create=4", "--allow max_create_percent=100")
            try await shop.audit(verb, approval, "--allow", "max_create=4").expecting(5)
                .saying("--allow max_create_percent=100")
            try await shop.audit(
                verb,
                approval,
                "--allow",
                "max_create=4",
                "--allow",
                "max_create_percent=100"
            )
            .expecting(0)
            #expect(shop.jira.issues.count == 4)
        }
    }

    @Test func `a table that is empty all at once closes nothing, however few its rows were`() async throws {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try await shop.settle()
            try shop.database.execute("DELETE FROM file_audit")
            try await shop.audit("sync").expecting(5).saying("--allow max_missing_rows_percent=100")
            #expect(shop.jira.issues.allSatisfy { $0.status == "To Do" })
        }
    }

    @Test func `percentages do not count below percent_from: half of four is no alarm by itself`()
        async throws
    {
        try await RealSystem.open(.rows(Self.rows)) { shop in
            try await shop.settle()
            try shop.setStatus("Done", of: ["1", "2"])
            try shop.database.execute(
                "UPDATE file_audit SET has_technical_debt = false WHERE file_number = '3'"
            )
            try await shop.audit("sync").expecting(0)
            try await shop.expectEmptyPlan()
        }
    }
}
