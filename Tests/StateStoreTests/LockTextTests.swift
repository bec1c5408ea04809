import Testing
import Workflow

@testable import StateStore

@Suite struct LockTextTests {
    private static let holder = LockHolder(
        id: "0d9f1f0e-6c1a-4b9e-9d5e-6c6f5a0b7a11",
        name: "Baker <baker@example.com>",
        host: "kitchen",
        process: 4711,
        command: "sync",
        since: 1_764_000_000,
        expires: 1_764_000_900
    )

    @Test func `a lock says who, where, since when and until when`() {
        #expect(
            Self.holder.text == """
                {"format":1,"id":"0d9f1f0e-6c1a-4b9e-9d5e-6c6f5a0b7a11","holder":"Baker <baker@example.com>",\
                "host":"kitchen","process":4711,"command":"sync","since":"2025-11-24T16:00:00Z",\
                "expires":"2025-11-24T16:15:00Z"}

                """
        )
        #expect(LockHolder(reading: Self.holder.text) == Self.holder)
    }

    @Test func `a lock that is cut anywhere is none`() {
        let text = Self.holder.text.dropLast()
        for length in 0..<text.count {
            #expect(LockHolder(reading: String(text.prefix(length))) == nil)
        }
    }

    @Test(arguments: [
        "", "hello", "[]", "{}", "null", #"{"format":1}"#, "\u{0}",
        holder.text.replacing("\"format\":1", with: "\"format\":2"),
        holder.text.replacing("16:15:00Z", with: "noon"),
        holder.text.replacing("0d9f1f0e", with: "../../x"),
        holder.text.replacing("\"id\":\"0d9f1f0e-6c1a-4b9e-9d5e-6c6f5a0b7a11\"", with: "\"id\":\"\""),
        holder.text.replacing("kitchen", with: String(repeating: "k", count: 9000)),
    ])
    func `what is no lock, or of a later format, is none`(text: String) {
        #expect(LockHolder(reading: text) == nil)
    }

    @Test func `what a lock says can be shown on a terminal`() throws {
        let text = Self.holder.text.replacing("kitchen", with: #"k\u001b[31m\u202e\n"#)
            .replacing("\"sync\"", with: "7")
        let holder = try #require(LockHolder(reading: text))
        #expect(holder.host == "k\u{FFFD}[31m\u{FFFD}\u{FFFD}")
        #expect(holder.command == "unknown")
        let long = Self.holder.text.replacing("kitchen", with: String(repeating: "k", count: 500))
        #expect(LockHolder(reading: long)?.host.count == 120)
    }

    @Test(arguments: [
        (Int64(1_764_000_899), "kitchen", [], LockStatus.held),
        (1_764_000_900, "kitchen", [], .expired),
        (1_764_000_899, "kitchen", [holder.id], .abandoned),
        (1_764_000_899, "cellar", [holder.id], .held),
        (1_764_000_900, "cellar", [holder.id], .expired),
        (1_764_000_899, "kitchen", ["another"], .held),
        (0, "kitchen", [], .held),
    ])
    func `a lock holds until it expires, but for its own clone`(
        now: Int64,
        host: String,
        noted: [String],
        verdict: LockStatus
    ) {
        #expect(LockStatus.on(Self.holder, at: now, host: host, noted: noted) == verdict)
        #expect(LockStatus.on(nil, at: now, host: host, noted: noted) == .held)
    }

    @Test func `no two branches and directories share a lock, and none is below another`() {
        let names = [
            ("main", "state"), ("main", "state/a"), ("main/state", "a"), ("main+state", "a"),
            ("main", "a.lock"),
            ("ümlaut", ".state"), ("main%2Fstate", "a"), ("Main", "state"),
        ].map { RemoteBranch.lock(branch: $0.0, directory: $0.1) }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.split(separator: "/").count == 4 })
        #expect(names[0] == Clones.lock)
        #expect(names[1] == "refs/audit-jira/lock/main+state%2Fa")
        #expect(names[5] == "refs/audit-jira/lock/%C3%BCmlaut+%2Estate")
    }
}
