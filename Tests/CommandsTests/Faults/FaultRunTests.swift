import Foundation
import Testing

/// Whole runs in which each request in turn meets each fault: the runs after them end where a run without faults ends, and
/// none of them does too much.
///
/// `AUDIT_JIRA_SWEEP=full` tries every fault at every request. A failure tells how to run it alone.
@Suite(.serialized) struct FaultRunTests {
    /// The number of requests that one of them stands for, where not all are asked for.
    private static let stride = 5

    /// As many as cores and one: each waits now and then.
    private static let harnesses = ProcessInfo.processInfo.activeProcessorCount + 1

    @Test(arguments: FaultScenario.Variant.allCases)
    func `whatever request fails in whatever way, the next runs do what is left, and nothing twice`(
        variant: FaultScenario.Variant
    ) async throws {
        let results = try await withThrowingTaskGroup(of: [FaultResult].self) { group in
            for turn in 0..<Self.harnesses {
                group.addTask {
                    var results: [FaultResult] = []
                    try await FaultHarness.open(variant) { harness in
                        if turn == 0 {
                            print("One sync (\(variant)) makes \(harness.requests.count) requests.")
                        }
                        let trials = Self.trials(variant, requests: harness.requests.count)
                        for index in Swift.stride(from: turn, to: trials.count, by: Self.harnesses) {
                            results.append(
                                try await harness.meet(trials[index].fault, at: trials[index].place)
                            )
                        }
                    }
                    return results
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        defer { fflush(nil) }
        let failed = results.filter { !$0.problems.isEmpty }
            .sorted { ($0.fault.description, $0.place) < ($1.fault.description, $1.place) }
        let met = results.filter { $0.request != nil }
        let runs = results.map { $0.statuses.count - 1 }.max() ?? 0
        let statuses = Dictionary(grouping: results, by: { $0.statuses[0] }).mapValues(\.count)
        print(
            "Fault sweep (\(variant)): \(results.count) tried, \(met.count) met their fault, \(failed.count) not put straight; "
                + "at most \(runs) runs of sync afterwards. Ended with: "
                + statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        )
        #expect(!met.isEmpty)
        for result in failed { Issue.record("\(result)") }
    }

    /// The faults, and the numbers of the requests that meet them.
    private static func trials(
        _ variant: FaultScenario.Variant,
        requests: Int
    ) -> [(fault: FaultCase, place: Int)] {
        let variables = ProcessInfo.processInfo.environment
        if let place = variables["AUDIT_JIRA_FAULT_AT"].flatMap({ Int($0) }) {
            return FaultCase.all.filter { $0.description == variables["AUDIT_JIRA_FAULT"] }.map {
                ($0, place)
            }
        }
        let isFull = variables["AUDIT_JIRA_SWEEP"] == "full"
        // What the other workflow adds is little.
        let step = isFull ? 1 : variant == .oneWay ? 4 * stride : stride
        return FaultCase.all.enumerated().flatMap { number, fault in
            // Another beginning for each fault, so that together they see more; always the same one.
            Swift.stride(from: number % step, to: requests, by: step).map { (fault, $0) }
        }
    }
}
