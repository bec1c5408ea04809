import Postgres
import TestSupport
import Testing

@Suite struct `The support for tests` {
    @Test func `runs a program and gives what it printed`() async throws {
        let outcome = try await run(
            "sh",
            ["-c", "cat; echo $NAME >&2; pwd; exit 3"],
            environment: ["NAME": "x"],
            input: "in\n",
            in: "/"
        )
        #expect(outcome.status == 3)
        #expect(outcome.stdout == "in\n/\n")
        #expect(outcome.stderr == "x\n")
    }

    @Test func `tells the signal that ended a program`() async throws {
        #expect(try await run("sh", ["-c", "kill -TERM $$"]).status == 128 + 15)
    }

    @Test func `gives the same numbers for the same seed`() {
        var one = SeededGenerator(seed: 7)
        var other = SeededGenerator(seed: 7)
        #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in other.next() })
        #expect(SampleRow.generated(50, seed: 2) == SampleRow.generated(50, seed: 2))
        #expect(SampleRow.generated(50, seed: 2) != SampleRow.generated(50, seed: 3))
    }

    @Test(.enabled(if: ThrowawayPostgres.isInstalled))
    func `starts a server and fills the sample table`() throws {
        let database = try ThrowawayPostgres.shared.database()
        try database.makeSampleTable(SampleRow.generated(40))
        #expect(try database.rows("SELECT count(*) FROM file_audit") == [["40"]])
        try database.makeLargeTable(100, named: "large")
        #expect(try database.rows("SELECT count(*) FROM large WHERE has_technical_debt") == [["20"]])
    }

    @Test(.enabled(if: ThrowawayPostgres.isInstalled && PgBouncer.isInstalled))
    func `starts a pooler before it`() throws {
        let pooler = try PgBouncer(before: ThrowawayPostgres.shared.database())
        #expect(try pooler.database.rows("SELECT 1 + 1") == [["2"]])
    }
}
