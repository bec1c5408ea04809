import Foundation
import Reconciliation
import StateStore
import Testing
import Workflow

@Suite struct JournalFileTests {
    private let folder: GitFolder

    init() throws { folder = try GitFolder() }

    private func journal(_ change: (inout StateSettings) -> Void = { _ in }) -> JournalFile {
        var settings = StateSettings(folder: folder.root.path(), now: { (1_764_000_000, 60) })
        change(&settings)
        return JournalFile(settings, digester: digester)
    }

    private var place: String { folder.file(".git/audit-jira/journal").path(percentEncoded: false) }
    private var path: String { place + "/state.jsonl" }

    private func record(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Begins a journal, adds a record, and leaves it as a run that dies does; returns the file's bytes.
    private func leave() async throws -> [UInt8] {
        let journal = journal()
        try await journal.begin(with: record(#"{"first":1}"#))
        try await journal.append(record(#"{"second":"ü"}"#))
        return Array(try #require(FileManager.default.contents(atPath: path)))
    }

    private func write(_ bytes: some Sequence<UInt8>) throws {
        try Data(Array(bytes)).write(to: URL(filePath: path))
    }

    @Test func `has nothing to tell where no run died`() async throws {
        #expect(try await journal().interrupted() == nil)
        try await journal().finish()
        #expect(try await journal().interrupted() == nil)
    }

    @Test func `gives the next process what was kept, in order, until it is finished`() async throws {
        let bytes = try await leave()
        #expect(bytes.last == UInt8(ascii: "\n"))
        let next = journal()
        #expect(try await next.interrupted() == [record(#"{"first":1}"#), record(#"{"second":"ü"}"#)])
        try await next.finish()
        #expect(try await next.interrupted() == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
    }

    @Test func `is for its account alone`() async throws {
        _ = try await leave()
        for name in [path, place] {
            let mode = try FileManager.default.attributesOfItem(atPath: name)[.posixPermissions] as? Int
            #expect(mode.map { $0 & 0o077 } == 0)
        }
        #expect(try folder.git("status", "--porcelain") == "")
    }

    @Test func `is another one for another branch, whatever its name`() async throws {
        // Encoded with one digit for a byte below 16 the two would be one.
        let (one, other) = (journal { $0.branch = "\u{1}0" }, journal { $0.branch = "\u{10}" })
        try await one.begin(with: record("1"))
        #expect(try await other.interrupted() == nil)
    }

    @Test func `begins no second one over it`() async throws {
        let bytes = try await leave()
        await #expect(throws: Problem.self) { try await journal().begin(with: record("{}")) }
        #expect(FileManager.default.contents(atPath: path).map(Array.init) == bytes)
    }

    @Test func `adds nothing to one that was not begun`() async throws {
        _ = try await leave()
        await #expect(throws: Problem.self) { try await journal().append(record("{}")) }
    }

    @Test func `keeps many records that come at once, each whole`() async throws {
        let journal = journal()
        try await journal.begin(with: record("0"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...200 { group.addTask { try await journal.append(Array("\(number)".utf8)) } }
            try await group.waitForAll()
        }
        let records = try #require(try await self.journal().interrupted())
        let numbers = records.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        #expect(numbers.first == 0 && numbers.sorted() == Array(0...200))
    }

    @Test func `leaves out a last record that was cut short at any byte`() async throws {
        let bytes = try await leave()
        let first = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
        for length in 0..<bytes.count {
            try write(bytes.prefix(length))
            let records = try await journal().interrupted()
            #expect(records == (length < first ? [] : [record(#"{"first":1}"#)]), "\(length) bytes")
        }
    }

    @Test func `leaves out a last record of which other bytes came to disk`() async throws {
        var bytes = try await leave()
        bytes.replaceSubrange(bytes.count - 5..<bytes.count - 1, with: [0, 0, 0, 0])
        try write(bytes)
        #expect(try await journal().interrupted() == [record(#"{"first":1}"#)])
    }

    @Test func `takes no record for another when a byte before the last line changed`() async throws {
        let bytes = try await leave()
        let first = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
        for place in 0..<first {
            var spoilt = bytes
            spoilt[place] ^= 1
            try write(spoilt)
            do {
                // A digit in capitals would say the same; no single bit makes one.
                let records = try await journal().interrupted()
                Issue.record("byte \(place) is not missed: \(String(describing: records))")
            } catch {
                let problem = try #require(error as? Problem)
                #expect(problem.summary.contains("state.jsonl:1: "), "byte \(place): \(problem.summary)")
                #expect(problem.hint?.contains("Remove the file") == true)
            }
        }
    }

    @Test func `belongs to one state directory and branch`() async throws {
        _ = try await leave()
        #expect(try await journal { $0.directory = "other/state" }.interrupted() == nil)
        #expect(try await journal { $0.branch = "jira/state" }.interrupted() == nil)
        let other = journal { $0.directory = "a b/é" }
        try await other.begin(with: record("{}"))
        #expect(FileManager.default.fileExists(atPath: place + "/a%20b%2F%C3%A9.jsonl"))
    }

    @Test func `says why nothing can be kept, and keeps nothing after that`() async throws {
        let journal = journal()
        try FileManager.default.createDirectory(
            atPath: folder.file(".git/audit-jira").path(),
            withIntermediateDirectories: true
        )
        try Data().write(to: folder.file(".git/audit-jira/journal"))
        let problem = await #expect(throws: Problem.self) { try await journal.begin(with: record("{}")) }
        #expect(problem?.summary.contains("audit-jira/journal") == true)
        await #expect(throws: Problem.self) { try await journal.append(record("{}")) }
    }
}
