import JSON
import Jira
import JiraSandbox
import Reconciliation
import Testing
import Workflow

/// The forecasts of a plan's actions.
@Suite struct ForecastTests {
    private static func action(
        _ operation: Reconciliation.Operation,
        _ issue: CreatedIssue? = nil,
        _ steps: [IssueStep]
    )
        -> Action
    {
        Action(
            operation,
            row: "1",
            path: "a.py",
            issue: issue?.id,
            key: issue?.key,
            reason: .other(""),
            steps: steps.map(Step.issue)
        )
    }

    private static func close(_ issue: CreatedIssue) -> Action {
        action(.close, issue, [.comment("Gone."), .move(from: nil, to: .done)])
    }

    private static func reopen(_ issue: CreatedIssue) -> Action {
        action(.reopen, issue, [.comment("Back."), .move(from: nil, to: .open)])
    }

    private static func create(_ fields: [(FieldName, FieldValue)] = []) -> Action {
        action(
            .create,
            nil,
            [set("summary", .text("Debt")), .labels(from: nil, to: ["audit-jira"])]
                + fields.map { set($0.0, $0.1) }
        )
    }

    private static func set(_ name: FieldName, _ value: FieldValue) -> IssueStep {
        .set(name, from: .none, to: value)
    }

    /// A project in which steps lead from status to status, each to be had by a name.
    private static func seed(_ ways: [(from: String, to: String)], _ more: [(String, JSON)] = []) -> JSON {
        let statuses: [JSON] = [
            ["name": "Offen", "category": "new"], ["name": "In Arbeit", "category": "indeterminate"],
            ["name": "Abnahme", "category": "indeterminate"], ["name": "Fertig", "category": "done"],
        ]
        let transitions = ways.map { way -> JSON in
            ["from": [.string(way.from)], "to": .string(way.to), "name": .string("nach \(way.to)")]
        }
        let workflow: JSON = ["statuses": .array(statuses), "transitions": .array(transitions)]
        return ["project": .object(JSONObject([("key", "CCS"), ("workflow", workflow)] + more))]
    }

    @Test
    func `a direct way names the status where it ends, for all issues that stand alike with one question`()
        async throws
    {
        try await JiraFixture.run(seed: Self.seed([("Offen", "Fertig")])) { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            fixture.sandbox.forgetRequests()
            let forecasts = try await fixture.jira.forecasts(for: made.map(Self.close))
            #expect(forecasts == Array(repeating: Forecast(via: ["Fertig"]), count: 3))
            #expect(
                fixture.calls.sorted() == [
                    "GET /issue/\(made[0].id)/transitions", "GET /mypermissions", "POST /issue/bulkfetch",
                ]
            )
        }
    }

    @Test func `a way of several steps names them all where issues stand that tell it`() async throws {
        let ways = [("Offen", "In Arbeit"), ("In Arbeit", "Abnahme"), ("Abnahme", "Fertig")]
        try await JiraFixture.run(seed: Self.seed(ways)) { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            try fixture.sandbox.setStatus(made[1].key, "In Arbeit")
            var forecasts = try await fixture.another().forecasts(for: [Self.close(made[0])])
            #expect(forecasts.map(\.via) == [["In Arbeit", "Abnahme", "…"]])
            try fixture.sandbox.setStatus(made[2].key, "Abnahme")
            forecasts = try await fixture.another().forecasts(for: made.map(Self.close))
            #expect(
                forecasts.map(\.via) == [
                    ["In Arbeit", "Abnahme", "Fertig"], ["Abnahme", "Fertig"], ["Fertig"],
                ]
            )
            #expect(try await fixture.another().change([Self.change(made[0])]).map(\.isDone) == [true])
            #expect(fixture.sandbox.issue(made[0].key)?.status == "Fertig")
        }
    }

    private static func change(_ issue: CreatedIssue) -> IssueChange {
        guard case .change(let change) = IssueIntent(close(issue)) else { return JiraFixture.change(issue) }
        return change
    }

    @Test func `a workflow without a way to done is told with the status that it ends at, as the run would`()
        async throws
    {
        let ways = [("Offen", "In Arbeit"), ("In Arbeit", "Abnahme")]
        try await JiraFixture.run(seed: Self.seed(ways)) { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            try fixture.sandbox.setStatus(made[1].key, "In Arbeit")
            try fixture.sandbox.setStatus(made[2].key, "Abnahme")
            let forecasts = try await fixture.jira.forecasts(for: made.map(Self.close))
            #expect(forecasts.map(\.via) == [[], [], []])
            #expect(
                forecasts.map { $0.obstacle?.message } == [
                    #"CCS-1: no transition leads from "Abnahme" to a status that is done. It is on the way from "Offen"."#,
                    #"CCS-2: no transition leads from "Abnahme" to a status that is done. It is on the way from "In Arbeit"."#,
                    #"CCS-3: no transition leads from "Abnahme" to a status that is done."#,
                ]
            )
            let refusal = try await fixture.jira.change([Self.change(made[2])])[0].refusal
            #expect(refusal.map { $0.summary + "." } == forecasts[2].obstacle?.message)
            #expect(refusal?.hint.map { $0 + "." } == forecasts[2].obstacle?.hint)
        }
    }

    @Test func `a way back is named like a way to done`() async throws {
        let ways = [("Offen", "Fertig"), ("Fertig", "In Arbeit")]
        try await JiraFixture.run(seed: Self.seed(ways)) { fixture in
            let made = try await fixture.created(["1"])
            try fixture.sandbox.setStatus(made[0].key, "Fertig")
            #expect(
                try await fixture.jira.forecasts(for: [Self.reopen(made[0])]) == [
                    Forecast(via: ["In Arbeit"])
                ]
            )
        }
    }

    @Test func `a screen that asks for what nobody has is told`() async throws {
        var configuration = SandboxConfiguration()
        configuration.workflow = "simplified"
        let workflow: JSON = [
            "statuses": [["name": "To Do", "category": "new"], ["name": "Done", "category": "done"]],
            "transitions": [
                ["from": ["To Do"], "to": "Done", "screen": ["customfield_10050": "required"]]
            ],
        ]
        let seed: JSON = [
            "project": [
                "key": "CCS", "workflow": workflow,
                "customFields": [["id": "customfield_10050", "name": "Root cause", "type": "text"]],
            ]
        ]
        try await JiraFixture.run(configuration, seed: seed) { fixture in
            let made = try await fixture.created(["1"])
            let obstacle = try await fixture.jira.forecasts(for: [Self.close(made[0])])[0].obstacle
            #expect(obstacle?.message.contains("The workflow asks for: Root cause.") == true)
            #expect(obstacle?.hint.contains("make them optional on the transition's screen") == true)
        }
    }

    @Test(arguments: [
        ("CREATE_ISSUES", "create issues", [true, false, false]),
        ("EDIT_ISSUES", "edit issues", [false, true, false]),
        ("ADD_COMMENTS", "comment on issues", [false, false, true]),
        ("TRANSITION_ISSUES", "move issues", [false, false, true]),
    ])
    func `a permission that is missing stops what needs it`(
        permission: String,
        deed: String,
        stopped: [Bool]
    ) async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1", "2"])
            fixture.sandbox.deny([permission])
            let edit = Self.action(.update, made[0], [Self.set("summary", .text("New"))])
            let forecasts = try await fixture.jira.forecasts(for: [Self.create(), edit, Self.close(made[1])])
            #expect(forecasts.map { $0.obstacle != nil } == stopped)
            let obstacle = forecasts.lazy.compactMap(\.obstacle).first
            #expect(obstacle?.message == "The account may not \(deed) in the project CCS.")
            #expect(obstacle?.hint.hasPrefix("Give it the permission ") == true)
        }
    }

    private static let fields: JSON = [
        "project": [
            "key": "CCS", "requiredFields": ["customfield_10050"],
            "customFields": [
                [
                    "id": "customfield_10050", "name": "Severity", "type": "option",
                    "options": ["Low", "High"],
                ]
            ],
        ]
    ]

    @Test func `a required field that nothing gives a value is named, with what it takes`() async throws {
        try await JiraFixture.run(seed: Self.fields) { fixture in
            let forecasts = try await fixture.jira.forecasts(for: [
                Self.create(), Self.create([("customfield_10050", .text("High"))]),
                Self.create([("customfield_10050", .none)]),
            ])
            #expect(forecasts[1] == Forecast())
            #expect(forecasts[0] == forecasts[2])
            #expect(
                forecasts[0].obstacle
                    == Obstacle(
                        #"A new issue must have "Severity", which nothing gives a value."#,
                        hint:
                            #"Map it in `mapping.fields`: "Severity" (customfield_10050) takes "Low", "High"."#
                    )
            )
            #expect(
                fixture.calls.sorted().map { $0.prefix(22) } == [
                    "GET /issue/createmeta/", "GET /mypermissions",
                ]
            )
        }
    }

    @Test func `a required field cannot be emptied`() async throws {
        try await JiraFixture.run(seed: Self.fields) { fixture in
            let draft = JiraFixture.draft("1", ["customfield_10050": .text("High")])
            let made = try #require(try await fixture.jira.create([draft])[0].value)
            let edit = Self.action(.update, made, [Self.set("customfield_10050", .none)])
            let obstacle = try await fixture.jira.forecasts(for: [edit])[0].obstacle
            #expect(obstacle?.message.contains("cannot be emptied") == true)
        }
    }

    @Test func `nothing is asked for nothing, and no form for a common edit`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.forgetRequests()
            let relink = Action(
                .relink,
                row: "1",
                path: "a.py",
                issue: made[0].id,
                key: made[0].key,
                reason: .other("")
            )
            #expect(try await fixture.jira.forecasts(for: [relink]) == [Forecast()])
            #expect(fixture.sandbox.requests.isEmpty)
            let edit = Self.action(
                .update,
                made[0],
                [Self.set("summary", .text("New")), .labels(from: nil, to: ["a"])]
            )
            #expect(try await fixture.jira.forecasts(for: [edit]) == [Forecast()])
            #expect(fixture.calls == ["GET /mypermissions"])
        }
    }

    @Test(arguments: [400, 403, 404, 405, 501])
    func `what Jira does not tell is not held against an action`(status: Int) async throws {
        try await JiraFixture.run(seed: Self.fields) { fixture in
            fixture.sandbox.addFault(.status(status), path: "*/mypermissions", times: nil)
            fixture.sandbox.addFault(.status(status), path: "*/createmeta/*", times: nil)
            let forecasts = try await fixture.jira.forecasts(for: [Self.create()])
            #expect(forecasts == [Forecast()])
        }
    }

    @Test func `an answer that is none is not held against an action, either`() async throws {
        try await JiraFixture.run(seed: Self.fields) { fixture in
            let made = try await fixture.jira.create([
                JiraFixture.draft("1", ["customfield_10050": .text("Low")])
            ]).compactMap(\.value)
            for path in ["*/mypermissions", "*/createmeta/*", "*/transitions"] {
                fixture.sandbox.addFault(.body(#"{"odd":1}"#), path: path, times: nil)
            }
            let forecasts = try await fixture.another().forecasts(for: [Self.create()] + made.map(Self.close))
            #expect(forecasts == [Forecast(), Forecast()])
        }
    }

    @Test func `a priority is written by its name where Jira does not tell what there is`() async throws {
        try await JiraFixture.run { fixture in
            fixture.sandbox.addFault(.status(404), path: "*/createmeta/*", times: nil)
            let draft = JiraFixture.draft("1", ["priority": .text("High")])
            let made = try #require(try await fixture.jira.create([draft])[0].value)
            #expect(fixture.sandbox.issue(made.key)?.priority == "High")
        }
    }

    @Test func `a Jira that is down while the plan is made ends it`() async throws {
        try await JiraFixture.run { fixture in
            let made = try await fixture.created(["1"])
            fixture.sandbox.addFault(.status(500), path: "*/transitions", times: nil)
            _ = try await problem { _ = try await fixture.jira.forecasts(for: [Self.close(made[0])]) }
        }
    }
}
