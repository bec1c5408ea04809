import Reconciliation
import TestSupport
import Testing

@Suite struct RulingTests {
    @Test(arguments: RulingCase.table, Taken.allCases)
    func `settles every kind of conflict for either side`(_ one: RulingCase, _ side: Taken) throws {
        var desk = one.conflict.desk
        let plan = try desk.plan()
        #expect(DecisionCase.gist(of: plan) == one.conflict.says)
        #expect(try desk.settle(one.key, side) == plan.conflicts.map(\.field))
        #expect(try DecisionCase.gist(of: desk.plan()) == (side == .audit ? one.audit : one.jira))
        #expect(try desk.plan() == desk.plan(.keepsEverything))
        #expect(throws: RulingFault.noConflict(fields: [])) { try desk.settle(one.key, side) }
    }

    @Test(arguments: RulingCase.table, Taken.allCases)
    func `settles a conflict by its field as well`(_ one: RulingCase, _ side: Taken) throws {
        var (desk, other) = (one.conflict.desk, one.conflict.desk)
        let field = try #require(try desk.plan().conflicts.first?.field)
        #expect(try desk.settle(one.key, field: field, side) == [field])
        try other.settle(one.key, side)
        #expect(desk.links == other.links)
        let fields = [field]
        var third = one.conflict.desk
        #expect(throws: RulingFault.noConflict(fields: fields)) {
            try third.settle(one.key, field: "priority", side)
        }
    }

    @Test func `has a case of every status conflict and of a field`() {
        #expect(Set(RulingCase.table.map(\.conflict.number)) == [3, 6, 7, 9, 11, 13, 18])
    }

    /// Row 1 and its issue, which both have another summary and another description than before.
    private var torn: Desk {
        var desk = DecisionCase(7, .open, .rewritten, .redescribed, says: []).desk
        desk.rows[0].path = "lib/1.py"
        desk.issues[0].fields["summary"] = .text("Theirs")
        return desk
    }

    @Test func `settles one field of several, and leaves the others to be settled`() throws {
        var desk = torn
        #expect(try desk.plan().gist == ["record CCS-1", "conflict description", "conflict summary"])
        #expect(try desk.settle("1", field: "summary", .audit) == ["summary"])
        let plan = try desk.plan()
        #expect(plan.gist == ["update CCS-1", "conflict description"])
        #expect(plan.actions[0].changes(on: .issue).map(\.field) == ["summary"])
        #expect(try desk.settle("1", field: "description", .jira) == ["description"])
        #expect(try desk.plan().gist == ["update CCS-1"])
    }

    @Test(arguments: [(Taken.audit, ["summary", "description"]), (.jira, [])])
    func `settles all fields at once`(_ side: Taken, _ written: [FieldName]) throws {
        var desk = torn
        #expect(try desk.settle("1", side) == ["summary", "description"])
        let plan = try desk.plan()
        #expect(plan.conflicts.isEmpty)
        #expect(plan.actions.flatMap { $0.changes(on: .issue) }.map(\.field) == written)
    }

    @Test func `says which fields are in conflict when it is none of them`() throws {
        var desk = torn
        let fault = #expect(throws: RulingFault.self) { try desk.settle("1", field: "labels", .audit) }
        guard case .noConflict(let fields) = fault else {
            Testing.Issue.record("\(String(describing: fault))")
            return
        }
        #expect(Set(fields) == ["summary", "description"])
    }

    @Test func `settles nothing where nothing is in conflict, or where a row took another's key`() throws {
        var desk = Desk.agreeing(3)
        #expect(throws: RulingFault.noConflict(fields: [])) { try desk.settle("1", .audit) }
        #expect(throws: RulingFault.noConflict(fields: [])) { try desk.settle("99", .audit) }
        desk = Desk.rewritten(2)
        desk.rows[0].key = "2"
        desk.rows.removeLast()
        for key: RowKey in ["1", "2"] {
            #expect(throws: RulingFault.renumbered) { try desk.settle(key, .jira) }
        }
    }

    @Test func `settles a conflict of a row whose key changed, under the key it has`() throws {
        var desk = DecisionCase(11, .open, .rewritten, .closed, says: []).desk
        desk.rows[0].key = "9"
        #expect(try desk.plan().conflicts.map(\.row) == ["9"])
        try desk.settle("9", .jira)
        #expect(desk.links.map(\.row) == ["1"])
        #expect(try desk.plan().gist == ["resolve CCS-1", "update CCS-1"])
    }

    @Test func `lets a link that was taken out of the row decide nothing`() throws {
        var desk = DecisionCase(11, .followed, .rewritten, .closed, says: []).desk
        desk.issues.append(desk.foreign(2, status: .done))
        desk.rows[0].tickets = ["CCS-2"]
        #expect(try desk.plan().gist == ["forget CCS-1", "conflict status"])
        try desk.settle("1", .jira)
        #expect(try desk.plan().gist == ["resolve CCS-2", "forget CCS-1"])
    }

    @Test func `lets a link that is to be parted decide nothing`() throws {
        var desk = DecisionCase(11, .open, .rewritten, .closed, says: []).desk
        desk.issues.append(desk.foreign(2, status: .done))
        desk.rows[0].tickets = ["CCS-1", "CCS-2"]
        desk.links[0].decision = .unlink
        #expect(try desk.plan().gist == ["forget CCS-1", "conflict status"])
        try desk.settle("1", .audit)
        #expect(desk.links.first { $0.key == "CCS-1" }?.decision == .unlink)
        #expect(try desk.plan().gist == ["forget CCS-1", "create"])
    }
}
