import TestSupport
import Testing

@testable import Reconciliation

/// The phases of a comparison: rows, then issues, then what follows from both.
@Suite struct PhaseTests {
    @Test func `keeps nothing of rows and issues that agree with the base`() throws {
        let fixture = ComparisonFixture.agreeing(30)
        let settled = try fixture.settled()
        #expect(settled.rows.isEmpty && settled.issues.isEmpty && settled.groups.isEmpty)
        #expect(settled.draft(fixture.binding).plans.count == 0)
    }

    @Test func `builds groups of those rows alone that may have something to do`() throws {
        var fixture = ComparisonFixture.agreeing(30)
        fixture.rows[2].text = "Worse."
        fixture.rows.remove(at: 5)
        #expect(try fixture.settled().groups.map(\.key) == ["3", "6"])
    }

    @Test func `a phase that went on takes more issues, and what was settled stays`() throws {
        let fixture = ComparisonFixture.agreeing(3)
        let stray = fixture.issue(9, for: Row.example("77"))
        var phase = try fixture.issuePhase()
        for issue in fixture.issues { phase.add(issue) }
        let early = phase.settled()
        #expect(phase.unknown([stray.id]) == [stray.id])
        phase.add(stray)
        #expect(phase.rowsWantedAgain == ["77"])
        let late = phase.settled()
        #expect(early.strays.all.isEmpty && late.strays.all == [stray])
        #expect(early.groups.map(\.key) != late.groups.map(\.key))
    }

    @Test func `finds renames, followers and rows without a home once`() throws {
        var fixture = ComparisonFixture()
        let rows = ["1", "2"].map { Row.example($0, tickets: ["CCS-\($0)"]) }
        fixture.issues = [fixture.issue(1, for: rows[0]), fixture.foreign(2)]
        fixture.links = [
            fixture.link(rows[0], fixture.issues[0]),
            fixture.link(rows[1], fixture.issues[1], .followed),
        ]
        fixture.rows = rows
        fixture.rows[0].key = "9"
        let settled = try fixture.settled()
        #expect(settled.sides.renames.oldKeys == ["9": "1"])
        #expect(settled.sides.renames.left == ["1"])
        #expect(settled.sides.renames.homeless.isEmpty)
        #expect((settled.linkedKey(of: "9"), settled.linkedKey(of: "2")) == ("1", "2"))
        #expect(settled.sides.followers(beyond: [:]) == [fixture.issues[1].id: "2"])
    }
}
