import Foundation
import Reconciliation
import TestSupport
import Testing
import Workflow

/// A program that dies, and whose recovery dies too; and one whose successor is refused.
@Suite struct SecondCrashTests {
    /// The state of things for the next programs.
    struct Mode: Sendable, CustomTestStringConvertible {
        /// The remains of the first.
        var first: Remains
        /// The remains of the second.
        var second: Remains
        var hasIndex: Bool

        var testDescription: String {
            "the first \(first), the second \(second), the index \(hasIndex ? "up to date" : "behind")"
        }
    }

    /// The remains of a program that died.
    enum Remains: CaseIterable, Sendable {
        /// Its journal, and what it committed.
        case kept
        /// Nothing.
        case lost
    }

    static let modes = Remains.allCases.flatMap { first in
        Remains.allCases.flatMap { second in
            [true, false].map { Mode(first: first, second: second, hasIndex: $0) }
        }
    }

    /// The number of moments of the first run that one of them stands for; all by `AUDIT_JIRA_SWEEP=full`.
    private static let stride = ProcessInfo.processInfo.environment["AUDIT_JIRA_SWEEP"] == "full" ? 1 : 12

    @Test(arguments: modes)
    func `a recovery that dies anywhere is recovered from`(_ mode: Mode) async throws {
        let expected = try await Self.settled(ApplyCrashTests.system())
        var pairs = 0
        var first = (Self.modes.firstIndex { $0.testDescription == mode.testDescription } ?? 0) % Self.stride
        var isOver = false
        while !isOver {
            var second = 0
            while true {
                let system = try await ApplyCrashTests.system()
                guard try await Self.run(system, dyingAfter: first, mode.first, mode) else {
                    // It came to its end before the moment came.
                    isOver = true
                    break
                }
                let hasDied = try await Self.run(system, dyingAfter: second, mode.second, mode)
                let end = try await Self.settled(system)
                #expect(end.lacks(expected) == [], "died after \(first) steps, and again after \(second)")
                guard hasDied else { break }
                pairs += 1
                second += 1
            }
            first += Self.stride
        }
        print("Died twice, \(mode.testDescription): \(pairs) pairs of moments tried.")
        #expect(pairs > 60)
    }

    /// Lets the program die, and clears away what is lost with it; tells whether it died.
    private static func run(
        _ system: MemorySystem,
        dyingAfter moment: Int,
        _ remains: Remains,
        _ mode: Mode
    ) async throws -> Bool {
        let commits = await system.repository.commits.count
        if !mode.hasIndex { await system.tracker.freezeIndex() }
        let hasDied = try await system.die(after: moment) { try await system.syncAtOnce() }
        if hasDied, remains == .lost {
            await system.journal.lose()
            await system.repository.rewind(to: commits)
        }
        return hasDied
    }

    /// Syncs until nothing is left to do, and tells where everything stands.
    private static func settled(_ system: MemorySystem) async throws -> [String] {
        for _ in 0..<4 {
            try await system.syncAtOnce()
            if try await system.plan().isEmpty { break }
        }
        await system.tracker.catchUp()
        let left = try await system.plan().gist
        #expect(left == [])
        #expect(await system.journal.records == nil)
        return await system.end
    }

    /// The reason for which a saved plan is refused after a crash.
    enum Obstacle: CaseIterable, Sendable {
        /// A guard.
        case guarded
        /// An action that is no longer true, under `--strict`.
        case stale
        /// The configuration changed since.
        case configured
    }

    @Test(arguments: Obstacle.allCases, [true, false])
    func `a plan that is refused is refused after the crash is recorded`(
        obstacle: Obstacle,
        isSame: Bool
    ) async throws {
        let expected = try await Self.settled(ApplyCrashTests.system())
        var moments = 0
        while true {
            let system = try await ApplyCrashTests.system()
            let plan = try await system.plan()
            let hasDied = try await system.die(after: moments) { try await system.apply(plan) }
            guard hasDied else { break }
            var successor = system
            var options = Apply.Options()
            var saved = plan
            switch obstacle {
            case .guarded:
                successor.guards.limits = [.create: Guards.Limit(count: 0), .close: Guards.Limit(count: 0)]
            case .stale:
                options.isStrict = true
                await system.table.change("2") { $0.text = "Something else." }
            case .configured: successor.configuration = "another"
            }
            // Another plan than that of the run that died, of the same state.
            if !isSame { saved = plan.about(["1", "2", "9"]) }
            let commits = await system.repository.commits.count
            let issues = await system.tracker.issues
            let problem = await #expect(throws: Problem.self, "\(moments)") {
                try await successor.apply(saved, options)
            }
            #expect(problem?.kind == (obstacle == .guarded ? .guarded : .stale))
            #expect(await system.journal.records == nil)
            #expect(await system.repository.commits.count <= commits + 1)
            // The recovery writes nothing, and what is refused neither.
            #expect(
                await system.tracker.issues.mapValues(\.status) == issues.mapValues(\.status),
                "\(moments)"
            )
            if obstacle == .stale { await system.table.change("2") { $0.text = "Worse, *much* worse." } }
            #expect(try await Self.settled(system).lacks(expected) == [], "died after \(moments) steps")
            moments += 1
        }
        print(
            "Refused after a crash (\(obstacle), \(isSame ? "the same plan" : "another")): \(moments) moments tried."
        )
        #expect(moments > 30)
    }
}

extension MemorySystem {
    /// Plans and applies under one lock, as the command does it: nobody else can have created an issue in between.
    func syncAtOnce() async throws {
        try await applying.recover()
        var options = Apply.Options()
        options.isFresh = true
        try await apply(plan(), options)
    }

    /// Lets the program die after so many steps; tells whether it did.
    func die(after moment: Int, _ run: () async throws -> Void) async throws -> Bool {
        let before = killSwitch.failures
        killSwitch.end(after: moment)
        do {
            try await run()
        } catch is KillSwitch.Death {
            // What else it throws is a failure of the test.
        }
        killSwitch.restart()
        return killSwitch.failures > before
    }
}

extension [String] {
    /// What is too much and too little beside what is expected.
    fileprivate func lacks(_ expected: [String]) -> [String] {
        difference(from: expected).map { change in
            switch change {
            case .insert(_, let line, _): "+ " + line
            case .remove(_, let line, _): "- " + line
            }
        }
    }
}
