import JSON
import Reconciliation
import TestSupport
import Testing
import Workflow

/// Journals whose records say nonsense: recovery ends with a problem that names the journal, or with a state.
@Suite struct JournalFuzzTests {
    /// A journal, as text a record.
    struct Records: FuzzInput {
        var lines: [[UInt8]]

        var literal: String { "[\(lines.map(\.literal).joined(separator: ", "))]" }
    }

    @Test(arguments: [9, 20, 30, 38]) func `recovery from any records ends`(steps: Int) async throws {
        let records = try await Self.dead(after: steps).1
        await FuzzLoop("journal after \(steps) steps", rounds: 100).run { mutator in
            Self.spoil(records, &mutator)
        } check: { records in
            let system = try await Self.dead(after: steps).0
            await system.journal.put(records.lines)
            do {
                try await system.applying.recover()
            } catch let problem as Problem {
                return problem.summary.isEmpty ? "a problem without a word" : nil
            }
            return await system.journal.records == nil ? nil : "the journal is still there"
        }
    }

    /// A system in which a run died, and its journal.
    private static func dead(after steps: Int) async throws -> (MemorySystem, [[UInt8]]) {
        let system = try await ApplyCrashTests.system()
        system.killSwitch.end(after: steps)
        do { try await system.sync() } catch is KillSwitch.Death {}
        system.killSwitch.restart()
        return (system, await system.journal.records ?? [])
    }

    /// Spoils the value of one record; the plan in the first is sealed again.
    private static func spoil(_ records: [[UInt8]], _ mutator: inout Mutator) -> Records {
        var lines = records
        let index = mutator.below(3) == 0 ? 0 : mutator.below(lines.count)
        if mutator.below(4) == 0 { lines.swapAt(index, mutator.below(lines.count)) }
        guard mutator.below(6) > 0, var json = try? JSON(parsing: lines[index]) else {
            lines[index] = mutator.spoil(lines[index])
            return Records(lines: lines)
        }
        if var header = json.object, let plan = header["plan"], mutator.below(2) == 0 {
            let sealed = try? JSON(parsing: PlanDocumentTests.sealed(mutator.spoil(plan)))
            header["plan"] = sealed ?? plan
            json = .object(header)
        } else {
            json = mutator.spoil(json)
        }
        lines[index] = json.serialized()
        return Records(lines: lines)
    }
}
