import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct RandomHistoryTests {
    static let policies: [Policies] = {
        var bold = Policies()
        bold.firstContact = .audit
        bold.issueDeleted = .unlink
        bold.rowDeleted = .forget
        bold.resolveWhen = .any
        var trusting = Policies()
        trusting.firstContact = .jira
        trusting.issueDeleted = .conflict
        trusting.rowDeleted = .conflict
        var tidy = Policies()
        tidy.regression = .create
        tidy.duplicates = .close
        tidy.pruneDangling = true
        return [Policies(), bold, trusting, tidy]
    }()

    /// The owners of fields in the second of the settings.
    static let owners: [FieldName: Owner] = ["summary": .audit, "labels": .audit, "description": .jira]

    @Test(arguments: 0..<4)
    func `leaves nothing to do after every apply, whatever happened`(_ which: Int) async throws {
        for seed in UInt64(0)..<400 {
            let steps = HistoryStep.random(seed < 120 ? 24 : 80, seed: seed)
            guard let failure = try await Self.failure(of: steps, Self.policies[which]) else { continue }
            let shortest = try await Self.shortened(steps, failure, Self.policies[which])
            Issue.record(shortest.what, shortest.story, seed, Self.source(shortest.steps, which, seed))
            return
        }
    }

    @Test(arguments: 0..<4)
    func `leaves nothing to do and does nothing twice, though it dies now and then`(_ which: Int) async throws
    {
        for seed in UInt64(0)..<250 {
            let steps = HistoryStep.random(seed < 100 ? 24 : 60, seed: seed, isMortal: true)
            guard let failure = try await Self.failure(of: steps, Self.policies[which]) else { continue }
            let shortest = try await Self.shortened(steps, failure, Self.policies[which])
            Issue.record(shortest.what, shortest.story, seed, Self.source(shortest.steps, which, seed))
            return
        }
    }

    /// Histories that broke something once, as short as they came.
    static let broken: [(policies: Int, steps: [HistoryStep])] = [
        // A clone of an issue whose row is gone is not closed.
        (
            0,
            [
                HistoryStep(.addRow, 1), HistoryStep(.sync), HistoryStep(.clone), HistoryStep(.deleteRow),
                HistoryStep(.sync), HistoryStep(.addRowWithTicket, 1), HistoryStep(.sync),
            ]
        ),
        // A conflict in a field without a base outlives what else is noted of its link.
        (
            0,
            [
                HistoryStep(.addRow, 1), HistoryStep(.sync), HistoryStep(.retitle, 0, 7),
                HistoryStep(.rebuild), HistoryStep(.removeLabel), HistoryStep(.sync),
            ]
        ),
        // Rows that exchange their keys keep their issues.
        (
            0,
            [
                HistoryStep(.addRow, 1), HistoryStep(.addRow, 1), HistoryStep(.sync),
                HistoryStep(.swap, 0, 1), HistoryStep(.sync),
            ]
        ),
        // An issue that was parted is not taken up again, and its row gets another.
        (0, [HistoryStep(.addRow, 1), HistoryStep(.sync), HistoryStep(.unlink), HistoryStep(.sync)]),
        // A row is known again by its ticket, though its path changed as well.
        (
            0,
            [
                HistoryStep(.addRow, 1), HistoryStep(.sync), HistoryStep(.renumber),
                HistoryStep(.renamePath, 0, 9), HistoryStep(.sync),
            ]
        ),
    ]

    @Test(arguments: broken.indices)
    func `keeps to what broke once`(_ index: Int) async throws {
        let (policies, steps) = Self.broken[index]
        let failure = try await Self.failure(of: steps, Self.policies[policies])
        #expect(failure?.what == nil, "\(failure?.story ?? [])")
    }

    /// The test that shows a failure.
    private static func source(_ steps: [HistoryStep], _ which: Int, _ seed: UInt64) -> String {
        let lines = steps.map { "            \($0.source)," }.joined(separator: "\n")
        return """
            // seed \(seed)
            (
                \(which),
                [
            \(lines)
                ]
            ),
            """
    }

    /// The fault that these steps lead to; nil for none.
    private static func failure(
        of steps: [HistoryStep],
        _ policies: Policies
    ) async throws -> (story: [String], what: String)? {
        var history = History(
            MemorySystem(policies: policies, owners: policies.rowDeleted == .forget ? owners : [:])
        )
        for step in steps + [HistoryStep(.sync)] {
            if let what = try await history.take(step) { return (history.steps, what) }
        }
        return nil
    }

    /// Leaves out what is not needed for something to break.
    private static func shortened(
        _ steps: [HistoryStep],
        _ failure: (story: [String], what: String),
        _ policies: Policies
    ) async throws -> (what: String, story: [String], steps: [HistoryStep]) {
        var steps = steps
        var failure = failure
        var index = 0
        while index < steps.count {
            var fewer = steps
            fewer.remove(at: index)
            if let still = try await Self.failure(of: fewer, policies) {
                steps = fewer
                failure = still
            } else {
                index += 1
            }
        }
        return (failure.what, failure.story, steps)
    }
}

extension Issue {
    /// Fails a test with the history that broke something.
    static func record(_ what: String, _ story: [String], _ seed: UInt64, _ source: String) {
        let lines = story.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
        Testing.Issue.record(
            "seed \(seed): \(what)\n\(lines)\nAs a test, among `RandomHistoryTests.broken`:\n\(source)"
        )
    }
}
