import Reconciliation
import TestSupport
import Testing

@Suite struct ConflictResolutionTests {
    @Test(arguments: ResolutionCase.table, Taken.allCases)
    func `settles every kind of conflict for either side`(_ one: ResolutionCase, _ side: Taken) throws {
        var fixture = one.conflict.fixture
        let plan = try fixture.plan()
        #expect(DecisionCase.gist(of: plan) == one.conflict.says)
        #expect(try fixture.settle(one.key, side) == plan.conflicts.map(\.field))
        #expect(try DecisionCase.gist(of: fixture.plan()) == (side == .audit ? one.audit : one.jira))
        #expect(try fixture.plan() == fixture.plan(.keepsEverything))
        #expect(throws: ResolutionFault.noConflict(fields: [])) { try fixture.settle(one.key, side) }
    }

    @Test(arguments: ResolutionCase.table, Taken.allCases)
    func `settles a conflict by its field as well`(_ one: ResolutionCase, _ side: Taken) throws {
        var (fixture, other) = (one.conflict.fixture, one.conflict.fixture)
        let field = try #require(try fixture.plan().conflicts.first?.field)
        #expect(try fixture.settle(one.key, field: field, side) == [field])
        try other.settle(one.key, side)
        #expect(fixture.links == other.links)
        let fields = [field]
        var third = one.conflict.fixture
        #expect(throws: ResolutionFault.noConflict(fields: fields)) {
            try third.settle(one.key, field: "priority", side)
        }
    }

    @Test func `has a case of every status conflict and of a field`() {
        #expect(Set(ResolutionCase.table.map(\.conflict.number)) == [3, 6, 7, 9, 11, 13, 18])
    }

    /// Case 1 and its issue, which both have another summary and another description than before.
    private var torn: ComparisonFixture {
        var fixture = DecisionCase(7, .open, .rewritten, .redescribed, says: []).fixture
        fixture.rows[0].path = "lib/1.py"
        fixture.issues[0].fields["summary"] = .text("Theirs")
        return fixture
    }

    @Test func `settles one field of several, and leaves the others to be settled`() throws {
        var fixture = torn
        #expect(try fixture.plan().gist == ["record CCS-1", "conflict description", "conflict summary"])
        #expect(try fixture.settle("1", field: "summary", .audit) == ["summary"])
        let plan = try fixture.plan()
        #expect(plan.gist == ["update CCS-1", "conflict description"])
        #expect(plan.actions[0].issueSteps.map(\.name) == ["summary"])
        #expect(try fixture.settle("1", field: "description", .jira) == ["description"])
        #expect(try fixture.plan().gist == ["update CCS-1"])
    }

    @Test(arguments: [(Taken.audit, ["summary", "description"]), (.jira, [])])
    func `settles all fields at once`(_ side: Taken, _ written: [FieldName]) throws {
        var fixture = torn
        #expect(try fixture.settle("1", side) == ["summary", "description"])
        let plan = try fixture.plan()
        #expect(plan.conflicts.isEmpty)
        #expect(plan.actions.flatMap(\.issueSteps).map(\.name) == written)
    }

    @Test func `says which fields are in conflict when it is none of them`() throws {
        var fixture = torn
        let fault = #expect(throws: ResolutionFault.self) { try fixture.settle("1", field: "labels", .audit) }
        guard case .noConflict(let fields) = fault else {
            Testing.Issue.record("\(String(describing: fault))")
            return
        }
        #expect(Set(fields) == ["summary", "description"])
    }

    @Test func `settles nothing where nothing is in conflict, or where a row took another's key`() throws {
        var fixture = ComparisonFixture.agreeing(3)
        #expect(throws: ResolutionFault.noConflict(fields: [])) { try fixture.settle("1", .audit) }
        #expect(throws: ResolutionFault.noConflict(fields: [])) { try fixture.settle("99", .audit) }
        fixture = ComparisonFixture.rewritten(2)
        fixture.rows[0].key = "2"
        fixture.rows.removeLast()
        for key: RowKey in ["1", "2"] {
            #expect(throws: ResolutionFault.renumbered) { try fixture.settle(key, .jira) }
        }
    }

    @Test func `settles a conflict of a row whose key changed, under the key it has`() throws {
        var fixture = DecisionCase(11, .open, .rewritten, .closed, says: []).fixture
        fixture.rows[0].key = "9"
        #expect(try fixture.plan().conflicts.map(\.row) == ["9"])
        try fixture.settle("9", .jira)
        #expect(fixture.links.map(\.row) == ["1"])
        #expect(try fixture.plan().gist == ["resolve CCS-1", "update CCS-1"])
    }

    @Test func `lets a link that was taken out of the row decide nothing`() throws {
        var fixture = DecisionCase(11, .followed, .rewritten, .closed, says: []).fixture
        fixture.issues.append(fixture.foreign(2, status: .done))
        fixture.rows[0].tickets = ["CCS-2"]
        #expect(try fixture.plan().gist == ["forget CCS-1", "conflict status"])
        try fixture.settle("1", .jira)
        #expect(try fixture.plan().gist == ["resolve CCS-2", "forget CCS-1"])
    }

    @Test func `lets a link that is to be parted decide nothing`() throws {
        var fixture = DecisionCase(11, .open, .rewritten, .closed, says: []).fixture
        fixture.issues.append(fixture.foreign(2, status: .done))
        fixture.rows[0].tickets = ["CCS-1", "CCS-2"]
        fixture.links[0].decision = .unlink
        #expect(try fixture.plan().gist == ["forget CCS-1", "conflict status"])
        try fixture.settle("1", .audit)
        #expect(fixture.links.first { $0.key == "CCS-1" }?.decision == .unlink)
        #expect(try fixture.plan().gist == ["forget CCS-1", "create"])
    }
}
