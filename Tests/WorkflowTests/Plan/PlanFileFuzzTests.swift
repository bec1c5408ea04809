import JSON
import Reconciliation
import TestSupport
import Testing
import Workflow

/// Plan files that are none, or that say nonsense under a digest that fits.
@Suite struct PlanFileFuzzTests {
    /// Says what is wrong with how a file was refused; nil when nothing is.
    static func complaint(about problem: Problem) -> String? {
        let hasWayOut = problem.hint != nil || problem.remedy != nil
        let isClear = problem.summary.contains("plan.json") && hasWayOut
        return isClear && problem.kind == .failure ? nil : "an unclear refusal: \(problem)"
    }

    @Test func `a file with spoilt bytes is refused, or is the plan that it was`() async {
        let document = PlanDocumentTests.document
        await FuzzLoop("bytes of a plan", rounds: 1500).run { mutator in
            mutator.spoil(document.bytes)
        } check: { bytes in
            do throws(Problem) {
                let read = try PlanDocumentTests.read(bytes)
                return read.plan == document.plan ? nil : "it was taken for another plan"
            } catch { return Self.complaint(about: error) }
        }
    }

    @Test func `a sealed plan of any values is refused, or comes back as it was read`() async {
        let json = PlanDocumentTests.document.json
        await FuzzLoop("values of a sealed plan", rounds: 1500).run { mutator in
            mutator.spoil(json)
        } check: { json in
            guard json.object != nil else { return nil }
            do {
                let read = try PlanDocumentTests.read(PlanDocumentTests.sealed(json))
                return try PlanDocumentTests.read(read.bytes) == read ? nil : "it changes when it is written"
            } catch let problem as Problem { return Self.complaint(about: problem) }
        }
    }

    @Test func `applying a sealed plan of any values ends with a report or a problem`() async throws {
        let system = try await ApplyCrashTests.system()
        let plan = try await system.plan()
        let document = PlanDocument(plan, expectedCalls: 4, tool: "audit-jira test", digester: sha256)
        await FuzzLoop("sealed plan, applied", rounds: 120).run { mutator in
            mutator.spoil(document.json)
        } check: { json in
            guard json.object != nil else { return nil }
            var system = try await ApplyCrashTests.system()
            system.guards = Guards()
            do {
                let document = try PlanDocumentTests.read(PlanDocumentTests.sealed(json))
                _ = try await system.applying.run(
                    document,
                    over: await system.repository.load(),
                    options: Apply.Options()
                )
                return nil
            } catch let problem as Problem {
                return problem.summary.isEmpty ? "a problem without a word" : nil
            }
        }
    }
}
