import JSON
import Presentation
import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct PresentationTests {
    private let zero = Digest(words: (0, 0, 0, 0))
    private let digester = Digester { bytes in
        Digest(words: (UInt64(bytes.count), 0, 0, bytes.reduce(7) { $0 &* 31 &+ UInt64($1) }))
    }

    /// A plan with a bit of everything, some of it hostile.
    func plan() -> Plan {
        let scope = Scope(
            site: "https://bakery.example",
            project: "CCS",
            projectID: "10000",
            table: "shop/public.t"
        )
        var plan = Plan(
            binding: Binding(lineage: "l", serial: 3, state: "abc", scope: scope, configuration: zero),
            refresh: .full
        )
        let precondition = Precondition(row: zero, issue: zero)
        plan.actions = [
            Action(
                .close,
                row: "1001",
                path: "shop/a|b.py",
                issue: IssueID(7),
                key: "CCS-7",
                reason: .debtGone,
                precondition: precondition,
                steps: [
                    .issue(.move(from: "To Do", to: .done)), .issue(.comment("Closed by audit-jira.")),
                ]
            ),
            Action(
                .create,
                row: "1002",
                path: "shop/</details>@everyone.py",
                reason: .noTicket,
                precondition: Precondition(row: zero),
                steps: [
                    .issue(.set("summary", from: .none, to: .text("Escape \u{1b}[31m and \u{202e}tfel"))),
                    .issue(.set("description", from: .none, to: .text("one\ntwo\nthree\nfour\nfive\nsix"))),
                    .row(.tickets(column: "jira_tickets", from: nil, to: [.created])),
                ]
            ),
            Action(
                .update,
                row: "1003",
                path: "shop/c.py",
                issue: IssueID(9),
                key: "CCS-9",
                reason: .rewritten,
                precondition: precondition,
                steps: [.issue(.set("summary", from: .text("old #1"), to: .text("new")))]
            ),
        ]
        plan.conflicts = [
            Conflict(
                row: "1004",
                path: "shop/d.py",
                issue: "CCS-4",
                field: "summary",
                base: "b",
                rowValue: "r",
                issueValue: "i",
                reason: "both sides changed summary since they last agreed",
                hint: "audit-jira resolve 1004 --field summary --take audit|jira"
            )
        ]
        plan.findings = [
            Finding(
                .danglingTicket,
                row: "1005",
                issue: "OLD-1",
                message: "Row 1005 names OLD-1, which does not exist."
            )
        ]
        plan.allow = ["max_close": 80]
        return plan
    }

    private func document(_ plan: Plan) -> PlanDocument {
        PlanDocument(plan, expectedCalls: 12, tool: "audit-jira test", digester: digester)
    }

    private let refusal = GuardRefusal(
        name: "max_create",
        measured: 200,
        limit: 100,
        count: "200 issues would be created"
    )

    @Test func `a plan for a terminal`() throws {
        try expectSnapshot(PlanText(document(plan()), refusals: [refusal]).text, "plan")
    }

    @Test func `a plan for a pull request`() throws {
        try expectSnapshot(PlanMarkdown(document(plan()), refusals: [refusal]).text, "plan-markdown")
    }

    @Test func `a plan for a browser`() throws {
        try expectSnapshot(PlanHTML(document(plan()), refusals: [refusal]).text, "plan-html")
    }

    /// The same plan, with what Jira said of its actions.
    private func foreseen() -> Plan {
        var plan = plan()
        plan.actions[0].forecast = Forecast(via: ["In Review", "D\u{1b}[1mone"])
        let obstacle = Obstacle(
            #"A new issue of type "Task" has to have the field "Team", which nothing gives a value."#,
            hint: "Map it in `mapping.fields`: Team (customfield_10024) takes Shop, <b>Oven</b>."
        )
        for index in plan.actions.indices where plan.actions[index].operation == .create {
            plan.actions[index].forecast = Forecast(obstacle: obstacle)
        }
        plan.conflicts = []
        plan.findings = []
        return plan
    }

    @Test func `what Jira says of a plan, for a terminal`() throws {
        try expectSnapshot(PlanText(document(foreseen())).text, "plan-foreseen")
    }

    @Test func `what Jira says of a plan, for a pull request`() throws {
        try expectSnapshot(PlanMarkdown(document(foreseen())).text, "plan-foreseen-markdown")
    }

    @Test func `nothing from a row reaches a browser as HTML`() {
        let hostile =
            "<script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt; [x](javascript:alert(3)) |a|"
        var plan = plan()
        plan.actions = [
            Action(
                .update,
                row: RowKey(hostile),
                path: hostile,
                issue: IssueID(1),
                key: hostile,
                reason: .other(hostile),
                steps: [.issue(.set(hostile, from: .text(hostile), to: .list([hostile])))]
            )
        ]
        plan.conflicts = []
        plan.findings = [Finding(.clone, row: "1", issue: hostile, message: hostile)]
        let html = PlanHTML(document(plan)).text
        #expect(html.contains("&lt;script&gt;alert"))
        for trap in ["<script", "<img", "<b>", "href=\"javascript"] { #expect(!html.contains(trap)) }
    }

    @Test func `an empty plan says that both agree`() {
        var plan = plan()
        (plan.actions, plan.conflicts, plan.findings, plan.allow) = ([], [], [], [:])
        #expect(PlanText(document(plan)).text == "No changes. The table and Jira agree.\n")
    }

    @Test func `nothing from a row reaches a terminal as an escape sequence`() {
        let text = PlanText(document(plan())).text
        #expect(!text.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x202e })
    }

    @Test func `no name of a field reaches a terminal as an escape sequence, or begins a line`() {
        var plan = plan()
        let name = "a\u{1B}[2J\nNo changes."
        plan.actions[0].steps = [.issue(.set(name, from: .none, to: .text("true")))]
        plan.conflicts[0].field = name
        let text = PlanText(document(plan)).text
        #expect(!text.unicodeScalars.contains("\u{1B}") && !text.contains("\nNo changes."))
    }

    @Test(arguments: [2_000, 5_000, 20_000, 60_000])
    func `Markdown keeps to its budget and counts what it leaves out`(budget: Int) {
        var plan = plan()
        plan.actions = (0..<5_000).map { number in
            Action(
                .create,
                row: RowKey("\(number)"),
                path: "src/file\(number).py",
                reason: .noTicket
            )
        }
        let text = PlanMarkdown(document(plan), budget: budget).text
        #expect(text.utf8.count <= budget)
        let shown = text.split(separator: "\n").count { $0.contains("has debt and no ticket") }
        #expect(text.contains("Showing \(shown) of 5000; the plan file has them all."))
    }

    @Test func `a report names every action and how it ended`() throws {
        let plan = plan()
        let problem = Problem(
            .failure,
            "Jira refused to create the issue",
            causes: ["summary: too long"],
            hints: ["Shorten it", "Plan again"]
        )
        let report = ApplyReport(
            results: [
                ActionResult(action: plan.actions[0], ending: .done, key: "CCS-7"),
                ActionResult(action: plan.actions[1], ending: .failed(problem), key: nil),
                ActionResult(
                    action: plan.actions[2],
                    ending: .stale("approved: CCS-9 exists; now: it is gone"),
                    key: "CCS-9"
                ),
            ],
            commit: "0123456789abcdef0123",
            serial: 4,
            remaining: [plan.actions[0]],
            conflicts: 1
        )
        try expectSnapshot(ReportText(report).text, "report")
        try expectSnapshot(ReportText(report).json.text(.pretty) + "\n", "report-json")
    }

    @Test func `a status and a history`() throws {
        let plan = plan()
        let link = Link(
            row: "1",
            path: "a.py",
            issue: IssueID(1),
            key: "CCS-1",
            kind: .managed,
            agreed: .open,
            category: .new
        )
        let state = State(lineage: "l", serial: 4, scope: plan.binding.scope, links: [link])
        let message = CommitMessage(
            subject: "audit-jira: 1 created",
            body: ["create 1 a.py CCS-1", "follow 2 b.py SCR-2"],
            trailers: [CommitMessage.Trailer("Audit-Jira-Serial", "4")]
        )
        let entry = HistoryEntry(
            commit: "0123456789abcdef",
            author: "Ada <ada@bakery.example>",
            time: 1_795_460_000,
            offset: 60,
            message: message
        )
        let stored = StoredState(state: state, object: "o")
        try expectSnapshot(StatusText(stored, last: entry).text, "status")
        try expectSnapshot(HistoryText([entry]).text, "history")
        try expectSnapshot(HistoryText([entry], about: "SCR-2").text, "history-of-one")
        #expect(HistoryText([entry], about: "CCS-9").text.isEmpty)
    }
}
