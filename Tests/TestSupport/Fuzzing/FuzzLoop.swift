import Foundation
public import Testing

/// Goes over inputs made at random, and says of one that fails by which seed it comes back.
///
/// Without further notice it makes the same few inputs in every run. `AUDIT_JIRA_FUZZ=SECONDS` lets it go on for that long
/// with seeds that no run had before; `AUDIT_JIRA_FUZZ_SEED=N` takes the input of that seed alone, and prints it first.
public struct FuzzLoop: Sendable {
    private let name: String
    private let rounds: Int
    private static let mostFailures = 5

    /// Makes a loop.
    ///
    /// - Parameters:
    ///   - name: What is tried, for messages.
    ///   - rounds: How many inputs there are in a short run.
    public init(_ name: String, rounds: Int) { (self.name, self.rounds) = (name, rounds) }

    /// Runs the loop.
    ///
    /// - Parameters:
    ///   - place: Where a failure is shown.
    ///   - make: Makes an input.
    ///   - check: Tries it, and returns what is wrong; nil when nothing is. What it throws is wrong, too.
    public func run<Input: FuzzInput>(
        at place: SourceLocation = #_sourceLocation,
        make: (inout Mutator) -> Input,
        check: (Input) async throws -> String?
    ) async {
        let note = FuzzNote(name)
        defer { note.end() }
        var failures = 0
        for seed in seeds {
            note.set(seed)
            var mutator = Mutator(seed: seed)
            let input = make(&mutator)
            if Self.onlySeed != nil { print("\(name), seed \(seed):\n\(input.literal)") }
            var complaint: String?
            do { complaint = try await check(input) } catch { complaint = "it threw \(error)" }
            guard let complaint else { continue }
            Issue.record("\(name), seed \(seed): \(complaint)\n\(input.literal)", sourceLocation: place)
            failures += 1
            if failures == Self.mostFailures { return }
        }
    }

    /// The seeds, without end where a time is set that is not over.
    private var seeds: some Sequence<UInt64> {
        let first = Self.onlySeed ?? (Self.seconds == nil ? 1 : UInt64.random(in: 1 << 32..<1 << 62))
        let (rounds, seconds, start) = (Self.onlySeed == nil ? rounds : 1, Self.seconds, ContinuousClock.now)
        return sequence(state: first) { (seed: inout UInt64) -> UInt64? in
            let isOver =
                seconds.map { ContinuousClock.now - start >= .seconds($0) } ?? (seed - first >= rounds)
            defer { seed += 1 }
            return isOver ? nil : seed
        }
    }

    private static let seconds = ProcessInfo.processInfo.environment["AUDIT_JIRA_FUZZ"].flatMap { Double($0) }
        .flatMap { onlySeed == nil ? $0 : nil }
    private static let onlySeed = ProcessInfo.processInfo.environment["AUDIT_JIRA_FUZZ_SEED"]
        .flatMap { UInt64($0) }
}
