import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct HistoryTests {
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

    /// Who decides over fields in the second of the worlds.
    static let owners: [FieldName: Owner] = ["summary": .audit, "labels": .audit, "description": .jira]

    @Test(arguments: 0..<4)
    func `leaves nothing to do after every apply, whatever happened`(_ which: Int) async throws {
        for seed in UInt64(0)..<400 {
            let steps = HistoryStep.random(seed < 120 ? 24 : 80, seed: seed)
            guard let failure = try await Self.failure(of: steps, Self.policies[which]) else { continue }
            let (shortest, story) = try await Self.shortened(steps, failure, Self.policies[which])
            Issue.record(shortest, story, seed)
            return
        }
    }

    /// What breaks when these things happen; nil when nothing does.
    private static func failure(
        of steps: [HistoryStep],
        _ policies: Policies
    ) async throws -> (story: [String], what: String)? {
        var history = History(
            World(policies: policies, owners: policies.rowDeleted == .forget ? owners : [:])
        )
        for step in steps + [HistoryStep(kind: .sync, which: 0, other: 0)] {
            if let what = try await history.take(step) { return (history.steps, what) }
        }
        return nil
    }

    /// Leaves out what is not needed for something to break.
    private static func shortened(
        _ steps: [HistoryStep],
        _ failure: (story: [String], what: String),
        _ policies: Policies
    ) async throws -> (what: String, story: [String]) {
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
        return (failure.what, failure.story)
    }
}

extension Issue {
    /// Fails a test with the history that broke something.
    static func record(_ what: String, _ story: [String], _ seed: UInt64) {
        let lines = story.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
        Testing.Issue.record("seed \(seed): \(what)\n\(lines)")
    }
}
