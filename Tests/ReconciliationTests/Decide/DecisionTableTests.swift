import Reconciliation
import TestSupport
import Testing

@Suite struct DecisionTableTests {
    static let table =
        DecisionCase.firstContact + DecisionCase.marked + DecisionCase.managed + DecisionCase.several
        + DecisionCase.followed

    @Test(arguments: DecisionCase.firstContact)
    func `decides where nothing is known yet`(_ one: DecisionCase) throws {
        #expect(try DecisionCase.gist(of: one.fixture.plan()) == one.says)
    }

    @Test(arguments: DecisionCase.marked)
    func `decides over issues that carry our marker and that no link knows`(_ one: DecisionCase) throws {
        #expect(try DecisionCase.gist(of: one.fixture.plan()) == one.says)
    }

    @Test(arguments: DecisionCase.managed)
    func `decides over managed links`(_ one: DecisionCase) throws {
        #expect(try DecisionCase.gist(of: one.fixture.plan()) == one.says)
    }

    @Test(arguments: DecisionCase.several)
    func `decides over duplicates, clones and labels`(_ one: DecisionCase) throws {
        #expect(try DecisionCase.gist(of: one.fixture.plan()) == one.says)
    }

    @Test(arguments: DecisionCase.followed)
    func `decides over followed links`(_ one: DecisionCase) throws {
        #expect(try DecisionCase.gist(of: one.fixture.plan()) == one.says)
    }

    @Test(arguments: table)
    func `decides the same when nothing is dropped`(_ one: DecisionCase) throws {
        #expect(try one.fixture.plan() == one.fixture.plan(.keepsEverything))
    }

    @Test(arguments: table)
    func `writes no issue that people wrote`(_ one: DecisionCase) throws {
        let ours = Set(one.fixture.issues.filter { $0.marker != nil }.map(\.id))
        for action in try one.fixture.plan().actions where action.operation != .create {
            #expect(!action.changesIssue || action.issue.map(ours.contains) == true)
        }
    }

    @Test func `has every row of the table, in order, and every value of every policy`() {
        let own = [
            DecisionCase.firstContact, DecisionCase.marked, DecisionCase.managed, DecisionCase.several,
        ]
        #expect(own.joined().map(\.number) == own.joined().map(\.number).sorted())
        #expect(Set(own.joined().map(\.number)) == Set(1...23))
        #expect(DecisionCase.followed.map(\.number) == DecisionCase.followed.map(\.number).sorted())
        let named = Set(Self.table.flatMap(\.policies))
        #expect(PolicyChoice.all.filter { !named.contains($0) } == [])
    }
}
