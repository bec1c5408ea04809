import JiraSandbox
import TestSupport
import Testing

/// Case 7 of the decision table, field by field: who changed it, and who owns it.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct FieldOwnerTests {
    /// The owner of all four fields in a round.
    enum Owner: String, CaseIterable, Sendable { case merge, audit, jira, once }

    /// The side that changed all four fields in a row of the table.
    enum Side: String, CaseIterable, Sendable {
        case nobody
        case row
        case issue
        case bothDifferently = "both differently"
        case bothAlike = "both alike"
    }

    private static func make(_ owner: Owner) -> Task<ApplyRound, any Error> {
        ApplyRound.make(
            Side.allCases.map { side in
                SampleRow(side.rawValue, path: "\(side.rawValue).py", hasDebt: true, debt: "Slow.")
            },
            configuration: """
                mapping:
                  summary: "{{layer_name}} of {{file_number}}"
                  description: "{{technical_debt}}"
                  labels: ["layer-{{layer_number}}"]
                  priority: {from: status, values: {ACTIVE: Low, BROKEN: Highest}}
                  owners: {summary: \(owner), description: \(owner), labels: \(owner), priority: \(owner)}
                """,
            agreeing: [{ _ in }],
            then: { shop in
                try shop.database.execute(
                    """
                    UPDATE file_audit SET layer_name = 'Row', technical_debt = 'Row.', layer_number = 2, status = 'BROKEN'
                    WHERE file_number IN ('row', 'both differently', 'both alike')
                    """
                )
                for side in [Side.issue, .bothDifferently] {
                    try shop.edit(
                        side,
                        summary: "Issue",
                        text: "Issue.",
                        label: "layer-9",
                        priority: "Lowest"
                    )
                }
                try shop.edit(
                    .bothAlike,
                    summary: "Row of both alike",
                    text: "Row.",
                    label: "layer-2",
                    priority: "Highest"
                )
            }
        )
    }

    private static let merge = make(.merge)
    private static let audit = make(.audit)
    private static let jira = make(.jira)
    private static let once = make(.once)

    // MARK: merge

    @Test func `7: merge writes what only the row changed`() async throws {
        let round = try await Self.merge.value
        round.expect("row", says: ["update"])
        #expect(round.plan.changes(of: "update", for: "row") == Self.everyField)
        try round.expectFields(
            of: .row,
            summary: "Row of row",
            text: "Row.",
            label: "layer-2",
            priority: "Highest"
        )
    }

    @Test func `7: merge keeps what only the issue changed, and remembers it`() async throws {
        let round = try await Self.merge.value
        round.expect("issue", says: ["record"])
        try round.expectFields(
            of: .issue,
            summary: "Issue",
            text: "Issue.",
            label: "layer-9",
            priority: "Lowest"
        )
        try round.expectUntouched(round.before.issue(of: "issue").key)
    }

    @Test func `7: merge leaves to people what both changed differently, and labels merge as sets`()
        async throws
    {
        let round = try await Self.merge.value
        let conflicts = ["conflict description", "conflict priority", "conflict summary"]
        round.expect("both differently", says: ["update"] + conflicts, then: conflicts)
        #expect(round.plan.changes(of: "update", for: "both differently") == ["issue labels"])
        let conflict = try #require(round.plan.conflicts.first { $0.field == "summary" })
        #expect(conflict.base == "Layer 1 of both differently")
        #expect(conflict.rowValue == "Row of both differently")
        #expect(conflict.issueValue == "Issue")
        try round.expectFields(
            of: .bothDifferently,
            summary: "Issue",
            text: "Issue.",
            labels: ["audit-jira", "layer-2", "layer-9"],
            priority: "Lowest"
        )
    }

    @Test func `7: merge notes what both changed alike`() async throws {
        let round = try await Self.merge.value
        round.expect("both alike", says: ["record"])
        try round.expectUntouched(round.before.issue(of: "both alike").key)
    }

    // MARK: audit

    @Test func `7: audit writes what only the row changed`() async throws {
        let round = try await Self.audit.value
        round.expect("row", says: ["update"])
        try round.expectFields(
            of: .row,
            summary: "Row of row",
            text: "Row.",
            label: "layer-2",
            priority: "Highest"
        )
    }

    @Test func `7: audit overwrites what the issue changed, whether the row did or not`() async throws {
        let round = try await Self.audit.value
        for side in [Side.issue, .bothDifferently] {
            round.expect(side.rawValue, says: ["update"])
            #expect(round.plan.changes(of: "update", for: side.rawValue) == Self.everyField)
        }
        try round.expectFields(
            of: .issue,
            summary: "Layer 1 of issue",
            text: "Slow.",
            labels: ["audit-jira", "layer-1", "layer-9"],
            priority: "Low"
        )
        try round.expectFields(
            of: .bothDifferently,
            summary: "Row of both differently",
            text: "Row.",
            labels: ["audit-jira", "layer-2", "layer-9"],
            priority: "Highest"
        )
    }

    @Test func `7: audit notes what both changed alike`() async throws {
        let round = try await Self.audit.value
        round.expect("both alike", says: ["record"])
        try round.expectUntouched(round.before.issue(of: "both alike").key)
    }

    // MARK: jira and once

    @Test(arguments: [Owner.jira, .once])
    func `7: jira and once set a field at creation and never again, whoever changed it`(
        owner: Owner
    ) async throws {
        let round = try await (owner == .jira ? Self.jira : Self.once).value
        for side in Side.allCases {
            #expect(round.plan.says(of: side.rawValue).allSatisfy { $0 == "record" })
            #expect(round.again.says(of: side.rawValue) == [])
            try round.expectUntouched(round.before.issue(of: side.rawValue).key)
        }
        try round.expectFields(
            of: .row,
            summary: "Layer 1 of row",
            text: "Slow.",
            label: "layer-1",
            priority: "Low"
        )
        try round.expectFields(
            of: .issue,
            summary: "Issue",
            text: "Issue.",
            label: "layer-9",
            priority: "Lowest"
        )
    }

    // MARK: For all of them

    @Test func `7: what nobody changed is nothing to tell, and the plan says no more than the above`()
        async throws
    {
        for task in [Self.merge, Self.audit, Self.jira, Self.once] {
            let round = try await task.value
            round.expect("nobody", says: [])
            round.expectLaws(for: round.plan.rows)
            #expect(Set(round.plan.rows).isSubset(of: Side.allCases.map(\.rawValue)))
        }
    }

    private static let everyField = ["issue summary", "issue description", "issue labels", "issue priority"]
}

extension RealSystem {
    /// Edits all four fields of a row's issue, as a person would who works on the tool's block of the description too.
    fileprivate func edit(
        _ side: FieldOwnerTests.Side,
        summary: String,
        text: String,
        label: String,
        priority: String
    ) throws {
        let issue = try issue(of: side.rawValue)
        let document = try #require(issue.description).replacing(#""Slow.""#, with: "\"\(text)\"")
        try jira.edit(
            issue.key,
            fields: """
                {"summary": "\(summary)", "description": \(document), "labels": ["audit-jira", "\(label)"],
                 "priority": {"name": "\(priority)"}}
                """
        )
    }
}

extension ApplyRound {
    /// Checks all four fields of a row's issue after the apply.
    fileprivate func expectFields(
        of side: FieldOwnerTests.Side,
        summary: String,
        text: String,
        label: String? = nil,
        labels: [String] = [],
        priority: String,
        at place: SourceLocation = #_sourceLocation
    ) throws {
        let issue = try after.issue(of: side.rawValue, at: place)
        #expect(issue.summary == summary, sourceLocation: place)
        #expect(
            issue.plainDescription.contains("\n\(text)\n"),
            "\(issue.plainDescription)",
            sourceLocation: place
        )
        #expect(issue.labels == (label.map { ["audit-jira", $0] } ?? labels), sourceLocation: place)
        #expect(issue.priority == priority, sourceLocation: place)
    }
}
