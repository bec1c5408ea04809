import Hashing
import JSON
import Reconciliation
import TestSupport
import Testing

@testable import StateStore
@testable import Workflow

/// Plan, journal and state files as version 0.1.0 wrote them: they stay readable, and are written the same to the byte.
///
/// The files in `Snapshots` that begin with `golden-` were made before the plan's steps had types. They change only with the
/// format that `docs/plan-file.md` and `docs/state-file.md` describe.
@Suite struct GoldenFileTests {
    @Test func `plans are written as ever`() async throws {
        var text = ""
        for one in ApplyCase.all {
            let system = try await one.system()
            text += "# \(one.testDescription)\n" + Self.text(Self.document(try await system.plan()).bytes)
        }
        try expectSnapshot(text, "golden-plans")
    }

    @Test func `journals are written as ever`() async throws {
        var text = ""
        for one in ApplyCase.all {
            let system = try await one.system()
            let before = await system.journal.finished.count
            try await system.sync()
            text += "# \(one.testDescription)\n"
            for records in await system.journal.finished[before...] {
                text += records.map { Self.text($0) + "\n" }.joined()
            }
        }
        try expectSnapshot(text, "golden-journals")
    }

    @Test func `states are written as ever`() async throws {
        var text = ""
        for one in ApplyCase.all {
            let system = try await one.system()
            try await system.sync()
            text += "# \(one.testDescription)\n" + (await Self.state(of: system))
        }
        try expectSnapshot(text, "golden-states")
    }

    @Test func `long histories leave the same plans, journals and states`() async throws {
        var lines: [String] = []
        for (which, policies) in RandomHistoryTests.policies.enumerated() {
            for seed in UInt64(1_000)..<1_012 {
                let system = MemorySystem(
                    policies: policies,
                    owners: which == 1 ? RandomHistoryTests.owners : [:]
                )
                var history = History(system)
                var plans: [String] = []
                for step in HistoryStep.random(60, seed: seed) {
                    if step.kind == .sync, let plan = try? await system.plan() {
                        plans.append(Self.document(plan).digest.description)
                    }
                    _ = try? await history.take(step)
                }
                let journals = await system.journal.finished.flatMap { $0 }.map(Self.text).joined(
                    separator: "\n"
                )
                let parts = [plans.joined(separator: "\n"), journals, await Self.state(of: system)]
                let digests = parts.map { sha256.digest($0).description.dropFirst(7).prefix(16) }
                lines.append("\(which) \(seed): " + digests.joined(separator: " "))
            }
        }
        try expectSnapshot(lines.joined(separator: "\n") + "\n", "golden-histories")
    }

    @Test func `plans that were written before are read, and written again the same`() throws {
        let plans = try Self.entries("golden-plans")
        #expect(plans.count == ApplyCase.all.count)
        for plan in plans {
            let document = try PlanDocument(
                reading: Array(plan.text.utf8),
                name: plan.title,
                digester: sha256
            )
            #expect(Self.text(document.bytes) == plan.text)
        }
    }

    @Test func `journals that were written before are read, and written again the same`() throws {
        let journals = try Self.entries("golden-journals")
        #expect(journals.count == ApplyCase.all.count)
        for journal in journals {
            for line in journal.text.split(separator: "\n") {
                let json = try JSON(parsing: Array(line.utf8))
                let again =
                    json["format"] == nil
                    ? try JournalEntry(json).json : try JournalHeader(json, digester: sha256).json
                #expect(Self.text(again.serialized()) == line)
            }
        }
    }

    private static func document(_ plan: Plan) -> PlanDocument {
        PlanDocument(plan, expectedCalls: 0, tool: "audit-jira 0.1.0", digester: sha256)
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The state's files, one behind the other.
    private static func state(of system: MemorySystem) async -> String {
        guard let state = await system.repository.state else { return "" }
        return StateFiles.all(of: state, .single, sha256).sorted { $0.key < $1.key }
            .map { "## \($0.key)\n" + text($0.value) }.joined()
    }

    /// The parts of a golden file, by their titles.
    private static func entries(_ name: String) throws -> [(title: String, text: String)] {
        var entries: [(title: String, text: String)] = []
        for line in try snapshot(name).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("# ") {
                entries.append((String(line.dropFirst(2)), ""))
            } else if !entries.isEmpty {
                entries[entries.count - 1].text += line + "\n"
            }
        }
        return entries
    }
}
