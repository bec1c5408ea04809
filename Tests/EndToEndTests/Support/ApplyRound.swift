import JiraSandbox
import TestSupport
import Testing

/// One plan and apply by the real program over rows of the decision table, with everything before and after it.
///
/// Both sides are laid out, brought into agreement by real runs, changed, planned, applied and planned again. The rows do not
/// disturb each other, so one round serves many tests; each looks at its own.
struct ApplyRound: Sendable {
    /// A change of a system.
    typealias Step = @Sendable (RealSystem) async throws -> Void

    /// Both sides when the plan was made.
    let before: SystemSnapshot
    /// The plan.
    let plan: SavedPlan
    /// The exit code of the planning, with `--detailed-exitcode`.
    let planStatus: Int32
    /// The result of the apply.
    let applied: ProgramResult
    /// The requests of the apply.
    let requests: [RecordedRequest]
    /// Both sides after the apply.
    let after: SystemSnapshot
    /// The plan after the apply.
    let again: SavedPlan
    /// The exit code of that planning.
    let againStatus: Int32

    /// Starts a round.
    ///
    /// - Parameters:
    ///   - rows: The table.
    ///   - jira: What Jira holds, as JSON; nil for nothing.
    ///   - configuration: What the configuration has beside the project and open guards.
    ///   - agreeing: What is done until both sides agree, each time before a `sync`; none for a first contact.
    ///   - change: What happens then, before the plan.
    /// - Returns: The round; it is made once, for all tests that ask for it.
    static func make(
        _ rows: [SampleRow],
        jira: String? = nil,
        configuration: String = "",
        agreeing: [Step] = [],
        then change: @escaping Step = { _ in }
    ) -> Task<ApplyRound, any Error> {
        Task {
            var round: ApplyRound?
            let text = "\(openGuards)\(configuration)\n"
            try await RealSystem.open(.rows(rows, jira: jira).configured(text)) { shop in
                for step in agreeing {
                    try await step(shop)
                    try await shop.agree()
                }
                try await change(shop)
                round = try await ApplyRound(of: shop)
            }
            return try #require(round)
        }
    }

    /// As many closes and resolved rows as a round likes.
    private static let openGuards = """
        version: 1
        jira: {project: CCS}
        guards: {max_close_percent: 100, max_resolve_percent: 100, max_missing_rows_percent: 100, max_missing_issues_percent: 100}

        """

    private init(of shop: RealSystem) async throws {
        before = try SystemSnapshot(shop)
        (plan, planStatus) = try await shop.planAsJSON("--out", shop.folder + "/plan.json")
        shop.jira.forgetRequests()
        applied = try await shop.apply()
        requests = shop.jira.requests
        after = try SystemSnapshot(shop)
        (again, againStatus) = try await shop.planAsJSON()
    }
}

// MARK: What a test asks

extension ApplyRound {
    /// Checks what the plan says of a row, all of it, and what the plan after the apply says.
    func expect(
        _ row: String,
        says: [String],
        then: [String] = [],
        at place: SourceLocation = #_sourceLocation
    ) {
        #expect(plan.says(of: row) == says, "\(plan.reasons(for: row))", sourceLocation: place)
        #expect(again.says(of: row) == then, "\(again.reasons(for: row))", sourceLocation: place)
    }

    /// Checks what holds for every round: the plan speaks of these rows and no others, its exit code and the apply's are the
    /// right ones, it announced as many calls as Jira saw, and after it there is nothing to do.
    func expectLaws(for rows: [String], at place: SourceLocation = #_sourceLocation) {
        #expect(plan.rows == rows.sorted(), sourceLocation: place)
        #expect(plan.conflicts.isEmpty == (planStatus != 4), sourceLocation: place)
        #expect(planStatus == (plan.actions.isEmpty ? 0 : 2) || planStatus == 4, sourceLocation: place)
        #expect(applied.status == (plan.conflicts.isEmpty ? 0 : 4), "\(applied)", sourceLocation: place)
        let calls = requests.map { "\($0.method) \($0.path) \($0.status)" }
        #expect(calls.count == plan.expectedCalls, "\(plan.counts) \(calls)", sourceLocation: place)
        #expect(again.actions.isEmpty, sourceLocation: place)
        #expect(again.conflicts.map(\.row) == plan.conflicts.map(\.row), sourceLocation: place)
        #expect(againStatus == (again.conflicts.isEmpty ? 0 : 4), sourceLocation: place)
    }

    /// Checks that the apply wrote nothing to an issue, not even what leaves it as it was.
    func expectUntouched(_ key: String, at place: SourceLocation = #_sourceLocation) throws {
        let issue = try before.issue(key, at: place)
        #expect(try after.issue(key, at: place) == issue, sourceLocation: place)
        let writes = requests.filter { request in
            guard request.method != "GET", !request.path.hasSuffix("bulkfetch") else { return false }
            let isLinking = request.path.hasSuffix("/issueLink") && request.body.contains("\"\(key)\"")
            return isLinking || request.path.contains("/\(key)") || request.path.contains("/\(issue.id)")
        }
        #expect(writes.isEmpty, sourceLocation: place)
    }
}

extension RealSystem {
    /// Brings both sides into agreement.
    fileprivate func agree() async throws {
        let synced = try await audit("sync")
        guard [0, 4].contains(synced.status) else { throw SpawnError(description: "sync: \(synced)") }
        let rest = try await planAsJSON().plan
        guard rest.actions.isEmpty else { throw SpawnError(description: "no agreement: \(rest)") }
    }

    /// Plans, and returns what `plan --json` printed and its detailed exit code.
    func planAsJSON(_ options: String...) async throws -> (plan: SavedPlan, status: Int32) {
        let result = try await run(
            Program.path,
            ["plan", "--json", "--detailed-exitcode"] + options,
            environment: variables,
            in: repository
        )
        guard [0, 2, 4].contains(result.status) else { throw SpawnError(description: "plan: \(result)") }
        return try (SavedPlan(printed: result.stdout), result.status)
    }
}
