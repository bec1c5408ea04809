import JiraSandbox
import TestSupport
import Testing

/// Case 7 of the decision table, field by field: who changed it, and who owns it.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct FieldOwnerTests {
    /// Who owns all four fields in a story.
    enum Owner: String, CaseIterable, Sendable { case merge, audit, jira, once }

    /// Who changed all four fields in a row of the table.
    enum Side: String, CaseIterable, Sendable {
        case nobody
        case row
        case issue
        case bothDifferently = "both differently"
        case bothAlike = "both alike"
    }

    private static func told(_ owner: Owner) -> Task<Story, any Error> {
        Story.told(
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

    private static let merge = told(.merge)
    private static let audit = told(.audit)
    private static let jira = told(.jira)
    private static let once = told(.once)

    // MARK: merge

    @Test func `7: merge writes what only the row changed`() async throws {
        let story = try await Self.merge.value
        story.expect("row", says: ["update"])
        #expect(story.plan.changes(of: "update", for: "row") == Self.everyField)
        try story.expectFields(
            of: .row,
            summary: "Row of row",
            text: "Row.",
            label: "layer-2",
            priority: "Highest"
        )
    }

    @Test func `7: merge keeps what only the issue changed, and remembers it`() async throws {
        let story = try await Self.merge.value
        story.expect("issue", says: ["record"])
        try story.expectFields(
            of: .issue,
            summary: "Issue",
            text: "Issue.",
            label: "layer-9",
            priority: "Lowest"
        )
        try story.expectUntouched(story.before.issue(of: "issue").key)
    }

    @Test func `7: merge leaves to people what both changed differently, and labels merge as sets`()
        async throws
    {
        let story = try await Self.merge.value
        let conflicts = ["conflict description", "conflict priority", "conflict summary"]
        story.expect("both differently", says: ["update"] + conflicts, then: conflicts)
        #expect(story.plan.changes(of: "update", for: "both differently") == ["issue labels"])
        let conflict = try #require(story.plan.conflicts.first { $0.field == "summary" })
        #expect(conflict.base == "Layer 1 of both differently")
        #expect(conflict.rowValue == "Row of both differently")
        #expect(conflict.issueValue == "Issue")
        try story.expectFields(
            of: .bothDifferently,
            summary: "Issue",
            text: "Issue.",
            labels: ["audit-jira", "layer-2", "layer-9"],
            priority: "Lowest"
        )
    }

    @Test func `7: merge notes what both changed alike`() async throws {
        let story = try await Self.merge.value
        story.expect("both alike", says: ["record"])
        try story.expectUntouched(story.before.issue(of: "both alike").key)
    }

    // MARK: audit

    @Test func `7: audit writes what only the row changed`() async throws {
        let story = try await Self.audit.value
        story.expect("row", says: ["update"])
        try story.expectFields(
            of: .row,
            summary: "Row of row",
            text: "Row.",
            label: "layer-2",
            priority: "Highest"
        )
    }

    @Test func `7: audit overwrites what the issue changed, whether the row did or not`() async throws {
        let story = try await Self.audit.value
        for side in [Side.issue, .bothDifferently] {
            story.expect(side.rawValue, says: ["update"])
            #expect(story.plan.changes(of: "update", for: side.rawValue) == Self.everyField)
        }
        try story.expectFields(
            of: .issue,
            summary: "Layer 1 of issue",
            text: "Slow.",
            labels: ["audit-jira", "layer-1", "layer-9"],
            priority: "Low"
        )
        try story.expectFields(
            of: .bothDifferently,
            summary: "Row of both differently",
            text: "Row.",
            labels: ["audit-jira", "layer-2", "layer-9"],
            priority: "Highest"
        )
    }

    @Test func `7: audit notes what both changed alike`() async throws {
        let story = try await Self.audit.value
        story.expect("both alike", says: ["record"])
        try story.expectUntouched(story.before.issue(of: "both alike").key)
    }

    // MARK: jira and once

    @Test(arguments: [Owner.jira, .once])
    func `7: jira and once set a field at creation and never again, whoever changed it`(
        owner: Owner
    ) async throws {
        let story = try await (owner == .jira ? Self.jira : Self.once).value
        for side in Side.allCases {
            #expect(story.plan.says(of: side.rawValue).allSatisfy { $0 == "record" })
            #expect(story.again.says(of: side.rawValue) == [])
            try story.expectUntouched(story.before.issue(of: side.rawValue).key)
        }
        try story.expectFields(
            of: .row,
            summary: "Layer 1 of row",
            text: "Slow.",
            label: "layer-1",
            priority: "Low"
        )
        try story.expectFields(
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
            let story = try await task.value
            story.expect("nobody", says: [])
            story.expectLaws(for: story.plan.rows)
            #expect(Set(story.plan.rows).isSubset(of: Side.allCases.map(\.rawValue)))
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

extension Story {
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
