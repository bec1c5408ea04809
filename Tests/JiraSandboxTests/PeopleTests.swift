import JiraSandbox
import Testing

/// What tests of other modules do, with nothing but the public interface.
@Suite struct PeopleTests {
    private static let body =
        #"{"fields":{"project":{"key":"CCS"},"issuetype":{"name":"Task"},"summary":"x","labels":["a"],"description":"one"}}"#

    private func sandbox(seed: String = "{}") async throws -> JiraSandbox {
        var configuration = SandboxConfiguration()
        configuration.seed = seed
        return try await JiraSandbox.start(configuration)
    }

    @Test func `does what people do in the browser`() async throws {
        let sandbox = try await sandbox(seed: #"{"projects":[{"key":"NEW"}]}"#)
        let key = try sandbox.create(Self.body)
        #expect(key == "CCS-1")
        try sandbox.edit(key, fields: #"{"summary":"y","labels":["b"],"description":null}"#)
        try sandbox.setStatus(key, "Done", resolution: "Won't Do")
        try sandbox.setProperty("p", of: key, to: #"{"n":1}"#)
        #expect(try sandbox.move(key, toProject: "NEW") == "NEW-1")
        let issue = try #require(sandbox.issue("CCS-1"))
        #expect(issue == sandbox.issue("NEW-1"))
        #expect(issue.summary == "y")
        #expect(issue.labels == ["b"])
        #expect(issue.description == nil)
        #expect((issue.status, issue.statusCategory, issue.resolution) == ("Done", "done", "Won't Do"))
        #expect(issue.properties == ["p": #"{"n":1}"#])
        try sandbox.setProperty("p", of: "NEW-1", to: nil)
        #expect(sandbox.issue("NEW-1")?.properties == [:])
        try sandbox.setStatus("NEW-1", "In Progress")
        #expect(sandbox.issue("NEW-1")?.resolution == nil)
        try sandbox.delete("NEW-1")
        #expect(sandbox.issues.isEmpty)
        await sandbox.stop()
    }

    @Test func `says what people cannot do`() async throws {
        let sandbox = try await sandbox()
        let key = try sandbox.create(Self.body)
        #expect(throws: SandboxError.self) { try sandbox.setStatus("CCS-9", "Done") }
        #expect(throws: SandboxError.self) { try sandbox.setStatus(key, "Nope") }
        #expect(throws: SandboxError.self) { try sandbox.setStatus(key, "Done", resolution: "Nope") }
        #expect(throws: SandboxError.self) { try sandbox.move(key, toProject: "NOPE") }
        #expect(throws: SandboxError.self) { try sandbox.edit(key, fields: #"{"summary":""}"#) }
        #expect(throws: SandboxError.self) { try sandbox.create("{}") }
        #expect(throws: SandboxError.self) { try sandbox.delete("CCS-9") }
        #expect(sandbox.issue(key)?.status == "To Do")
        await sandbox.stop()
    }

    @Test func `moves its clock`() async throws {
        let sandbox = try await sandbox()
        let first = try sandbox.create(Self.body)
        sandbox.advanceClock(bySeconds: 3600)
        let second = try sandbox.create(Self.body)
        let times = [first, second].compactMap { sandbox.issue($0)?.created }
        #expect(times[1] - times[0] >= 3_600_000)
        await sandbox.stop()
    }

    @Test func `goes back to an earlier moment`() async throws {
        let sandbox = try await sandbox()
        let first = try sandbox.create(Self.body)
        let moment = sandbox.snapshot()
        let before = sandbox.issues
        try sandbox.setStatus(first, "Done")
        try sandbox.create(Self.body)
        sandbox.restore(moment)
        #expect(sandbox.issues == before)
        // The second key is free again.
        #expect(try sandbox.create(Self.body) == "CCS-2")
        await sandbox.stop()
    }
}
