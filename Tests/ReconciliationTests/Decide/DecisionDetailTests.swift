import Reconciliation
import TestSupport
import Testing

/// What the actions of the decision table change, beyond their names.
@Suite struct DecisionDetailTests {
    /// The only action of a kind that a case of the table gives.
    private func action(
        _ operation: Reconciliation.Operation,
        _ base: DecisionCase.Base,
        _ row: DecisionCase.RowNow,
        _ issue: DecisionCase.IssueNow,
        _ policies: PolicyChoice...
    ) throws -> Action {
        var fixture = DecisionCase(0, base, row, issue, says: []).fixture
        for choice in policies { choice.apply(to: &fixture.policies) }
        let found = try fixture.plan().actions.filter { $0.operation == operation }
        #expect(found.count == 1)
        return try #require(found.first)
    }

    private func tickets(_ from: [String]?, _ to: [String]) -> Step {
        .row(.tickets(column: "jira_tickets", from: from, to: to.map { TicketRef($0) }))
    }

    private func created(from: [String]? = nil) -> Step {
        .row(.tickets(column: "jira_tickets", from: from, to: [.created]))
    }

    @Test
    func `1 sends every mapped field, the marker's label among the labels, and names the issue in the row`()
        throws
    {
        let create = try action(.create, .none, .debt, .none)
        #expect(create.issue == nil)
        #expect(
            create.steps == [
                .issue(.set("summary", from: .none, to: .text("Technical debt in src/1.py"))),
                .issue(.set("description", from: .none, to: .text("Too **long**."))),
                .issue(.labels(from: nil, to: [Marker.name, "layer-1", "technical-debt"])),
                .issue(.set("priority", from: .none, to: .text("Medium"))),
                created(),
            ]
        )
    }

    @Test func `2 changes neither the row nor the issue, whatever its status`() throws {
        #expect(try action(.follow, .none, .debt, .open).steps == [])
        #expect(try action(.follow, .none, .debt, .started).steps == [])
    }

    @Test func `4 takes dead keys of the project out of the row and no others`() throws {
        let forget = try action(.forget, .none, .debt, .openAndGone, .pruneDangling(true))
        #expect(forget.issue == nil && forget.key == "CCS-2")
        #expect(forget.steps == [tickets(["CCS-1", "CCS-2"], ["CCS-1"])])
        var fixture = ComparisonFixture()
        fixture.policies.pruneDangling = true
        fixture.rows = [.example("1", tickets: ["OPS-1", "CCS-9", "CCSX-1", "CCS-10"])]
        let plan = try fixture.plan()
        #expect(
            plan.gist == ["forget CCS-9", "forget CCS-10", "create"]
                + Array(repeating: "finding dangling_ticket", count: 2)
        )
        #expect(plan.findings.map(\.issue) == ["CCSX-1", "OPS-1"])
    }

    @Test func `6 puts the key into a row that does not name it`() throws {
        #expect(try action(.adopt, .lost, .unlisting, .open).steps == [tickets(nil, ["CCS-1"])])
        #expect(try action(.adopt, .lost, .debt, .open).steps == [])
    }

    @Test func `6 writes the heir into the marker`() throws {
        let update = try action(.update, .lost, .rekeyed, .open)
        #expect(update.row == "9")
        #expect(
            update.issueSteps == [.mark(from: "1", to: "9")]
        )
        #expect(update.rowSteps == [])
    }

    @Test func `6 leaves an issue to its own row though another row names it`() throws {
        var fixture = DecisionCase(6, .lost, .debt, .open, says: []).fixture
        fixture.rows.append(.example("2", tickets: ["CCS-1"]))
        let plan = try fixture.plan()
        #expect(plan.gist == ["adopt CCS-1", "follow CCS-1"])
        #expect(plan.actions.map(\.row) == ["1", "2"])
    }

    @Test func `6 gives an heir with an issue of its own no second one`() throws {
        var fixture = DecisionCase(6, .unnoted, .gone, .open, says: []).fixture
        let heir = Row.example("2", tickets: ["CCS-2", "CCS-1"])
        fixture.rows.append(heir)
        fixture.issues.append(fixture.issue(2, for: heir))
        fixture.links.append(fixture.link(heir, fixture.issue(2, for: heir)))
        #expect(try fixture.plan().gist == ["follow CCS-1"])
    }

    @Test(arguments: [
        (DecisionCase.RowNow.clear, "no technical debt any more"), (.gone, "gone from the table"),
    ])
    func `8 and 9 close the issue with a comment that says why`(
        _ row: DecisionCase.RowNow,
        _ why: String
    ) throws {
        let steps = try action(.close, .open, row, .open).steps
        #expect(steps[0] == .issue(.move(from: "To Do", to: .done)))
        guard case .issue(.comment(let comment)) = steps[1] else {
            Testing.Issue.record("there is no comment")
            return
        }
        #expect(comment.contains(why) && comment.contains("row 1") && comment.contains("src/1.py"))
        #expect(Array(steps.dropFirst(2)) == (row == .gone ? [.link(.drop(key: "CCS-1"))] : []))
    }

    @Test func `10 writes what the configuration says into the row`() throws {
        #expect(
            try action(.resolve, .open, .debt, .closed).steps == [
                .row(.set(column: "has_technical_debt", from: .bool(true), to: .bool(false))),
                .row(.set(column: "audit_status", from: .text("PENDING"), to: .text("COMPLETED"))),
                .row(.set(column: "audit_date", from: .null, to: .text("2026-11-23T08:03:11Z"))),
            ]
        )
        #expect(
            try action(.accept, .open, .debt, .wontDo).steps == [
                .link(.agree(from: .open, to: .accepted))
            ]
        )
    }

    @Test func `13 gives the new key the dead one's place, or takes it out`() throws {
        let create = try action(.create, .open, .debt, .gone)
        #expect(create.steps.last == created(from: ["CCS-1"]))
        let accept = try action(.accept, .open, .debt, .gone, .issueDeleted(.unlink))
        #expect(accept.steps.first == tickets(["CCS-1"], []))
    }

    @Test(arguments: [DecisionCase.IssueNow.closed, .stuck])
    func `16 relates a new issue with the closed one, and gives it its place in the row`(
        _ issue: DecisionCase.IssueNow
    ) throws {
        let policy = PolicyChoice.regression(issue == .closed ? .create : .reopen)
        let create = try action(.create, .resolved, .debt, issue, policy)
        #expect(create.key == "CCS-1")
        #expect(create.precondition.issue != nil)
        #expect(create.steps.contains(.issue(.relate(.relates, to: "CCS-1"))))
        #expect(create.steps.last == created(from: ["CCS-1"]))
    }

    @Test
    func `20 writes another key into the marker and the state, another path into the fields and the state`()
        throws
    {
        #expect(
            try action(.update, .open, .rekeyed, .open).steps == [
                .issue(.mark(from: "1", to: "9")),
                .link(.rename(from: "1", to: "9")),
            ]
        )
        #expect(
            try action(.update, .open, .repathed, .open).steps == [
                .issue(
                    .set(
                        "summary",
                        from: .text("Technical debt in src/1.py"),
                        to: .text("Technical debt in lib/1.py")
                    )
                ),
                .link(.repath(from: "src/1.py", to: "lib/1.py")),
            ]
        )
    }

    @Test func `22 closes the younger as a duplicate of the older`() throws {
        let close = try action(.close, .open, .debt, .younger, .duplicates(.close))
        #expect(close.key == "CCS-2" && close.row == "1")
        #expect(
            close.steps.dropLast() == [
                .issue(.relate(.duplicates, to: "CCS-1")), .issue(.resolution("Duplicate")),
                .issue(.move(from: "To Do", to: .done)),
            ]
        )
        #expect(close.steps.last?.name == "comment")
    }

    @Test(arguments: [Owner.audit, .merge])
    func `puts the marker's label back whoever removed it, and leaves the labels of others`(
        _ owner: Owner
    )
        throws
    {
        var fixture = DecisionCase(7, .open, .debt, .open, says: []).fixture
        fixture.owners["labels"] = owner
        fixture.issues[0].labels = ["layer-1", "technical-debt", "theirs"]
        let plan = try fixture.plan()
        #expect(plan.gist == ["update CCS-1"])
        let labels = ["layer-1", "technical-debt", "theirs"]
        #expect(
            plan.actions[0].steps == [
                .issue(.labels(from: labels, to: [Marker.name] + labels))
            ]
        )
    }

    @Test func `corrects a marker that names another row`() throws {
        var fixture = DecisionCase(7, .open, .debt, .open, says: []).fixture
        fixture.issues[0].marker?.row = "8"
        let plan = try fixture.plan()
        #expect(plan.gist == ["update CCS-1"])
        #expect(plan.actions[0].steps == [.issue(.mark(from: "8", to: "1"))])
    }

    @Test func `a field that is mapped later overwrites nothing that people wrote`() throws {
        var fixture = ComparisonFixture.rewritten(1)
        fixture.rows[0].text = "Too **long**."
        fixture.links[0].fields.removeAll { $0.name == "summary" }
        fixture.revision = "2"
        // What is the same on both sides is noted.
        #expect(try fixture.plan().gist == ["record CCS-1"])
        fixture.issues[0].fields["summary"] = .text("By people")
        #expect(try fixture.plan().gist == ["conflict summary"])
        fixture.issues[0].fields["summary"] = FieldValue.none
        #expect(try fixture.plan().gist == ["update CCS-1"])
        fixture.issues[0].fields["summary"] = .text("By people")
        fixture.owners = ["summary": .audit]
        #expect(try fixture.plan().gist == ["update CCS-1"])
    }
}
