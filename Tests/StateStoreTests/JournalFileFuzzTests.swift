import Foundation
import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import StateStore

/// Journal files with spoilt bytes: no record that nobody wrote is ever read.
@Suite struct JournalFileFuzzTests {
    @Test func `a file gives the records that were written, from the first on, or a problem`() async throws {
        let folder = try GitFolder()
        let settings = StateSettings(folder: folder.root.path(), now: { (1_764_000_000, 60) })
        let journal = JournalFile(settings, digester: digester)
        let written = (0..<6).map { Array("{\"record\":\($0),\"text\":\"é \\n\"}".utf8) }
        try await journal.begin(with: written[0])
        for record in written.dropFirst() { try await journal.append(record) }
        let place = folder.file(".git/audit-jira/journal").path()
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: place).first)
        let path = place + "/" + name
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        await FuzzLoop("journal file", rounds: 300).run { mutator in
            mutator.spoil(bytes)
        } check: { bytes in
            try Data(bytes).write(to: URL(filePath: path))
            do {
                let records = try await JournalFile(settings, digester: digester).interrupted() ?? []
                return records.allSatisfy(written.contains) ? nil : "a record that nobody wrote: \(records)"
            } catch let problem as Problem {
                let isClear = problem.summary.contains("\(name):") && problem.hint != nil
                return isClear ? nil : "an unclear problem: \(problem)"
            }
        }
    }
}
