import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Cases 22 and 23 of the decision table: issues that carry a marker or its label, and that no link knows.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct StraysTests {
    private static let rows = ["22", "22 resolved", "23", "23 closed"]
        .map { SampleRow($0, path: "\($0).py", hasDebt: true, debt: "Slow.") }

    private static func make(_ policies: String = "") -> Task<ApplyRound, any Error> {
        ApplyRound.make(
            rows,
            configuration: policies,
            agreeing: [
                { _ in },
                { try $0.jira.setStatus($0.ticket(of: "22 resolved"), "Done") },
            ],
            then: { shop in
                let lineage = try shop.lineage()
                for row in ["22", "22 resolved"] {
                    let marker =
                        #"{"row":"\#(row)","lineage":"\#(lineage)","operation":"\#(UUID().uuidString.lowercased())"}"#
                    try shop.create("Twin of \(row)", marker: marker)
                }
                for row in ["23", "23 closed"] {
                    try shop.create("Clone of \(row)", marker: shop.issue(of: row).properties["audit-jira"])
                }
                let closed = try #require(shop.jira.issues.first { $0.summary == "Clone of 23 closed" })
                try shop.jira.setStatus(closed.key, "Done")
                try shop.create("Labelled by hand", marker: nil)
                let foreign = #"{"row":"22","lineage":"another","operation":"another"}"#
                try shop.create("Of another state", marker: foreign)
            }
        )
    }

    private static let round = make()
    private static let closing = make("policies: {duplicates: close}")

    @Test func `22: a second issue for a row, of another create, is told and left alone`() async throws {
        let round = try await Self.round.value
        let twin = try Self.issue("Twin of 22", in: round)
        let findings = round.plan.findings.filter { $0.issue == twin.key }
        #expect(findings.map(\.kind) == ["duplicate_issue"])
        #expect(findings.map(\.row) == ["22"])
        try round.expectUntouched(twin.key)
        try round.expectUntouched(round.before.issue(of: "22").key)
        #expect(round.after.rows["22"] == round.before.rows["22"])
    }

    @Test func `22: with duplicates close the younger is closed as a duplicate of the older`() async throws {
        let round = try await Self.closing.value
        round.expect("22", says: ["close", "finding stray_issue"], then: ["finding stray_issue"])
        let older = try round.before.issue(of: "22")
        let twin = try Self.issue("Twin of 22", in: round)
        #expect(twin.status == "Done")
        #expect(twin.links == ["duplicates \(older.key)"])
        #expect(twin.comments.count == 1)
        #expect(twin.comments.first?.contains(older.key) == true)
        let now = try round.after.issue(older.key)
        #expect(now.status == "To Do" && now.comments.isEmpty && now.summary == older.summary)
        #expect(round.after.rows["22"] == round.before.rows["22"])
        #expect(round.after.links["22"]?.map { $0["key"] } == [older.key])
    }

    @Test func `22: a second issue for a row that is resolved is told, never closed`() async throws {
        for round in [try await Self.round.value, try await Self.closing.value] {
            round.expect(
                "22 resolved",
                says: ["finding duplicate_issue"],
                then: ["finding duplicate_issue"]
            )
            try round.expectUntouched(Self.issue("Twin of 22 resolved", in: round).key)
        }
    }

    @Test func `23: an issue of the same create is a clone: it is told and left alone`() async throws {
        for round in [try await Self.round.value, try await Self.closing.value] {
            round.expect("23", says: ["finding clone"], then: ["finding clone"])
            let clone = try Self.issue("Clone of 23", in: round)
            #expect(round.plan.findings.first { $0.row == "23" }?.issue == clone.key)
            try round.expectUntouched(clone.key)
        }
    }

    @Test func `23: a clone that is closed is nothing to tell`() async throws {
        let round = try await Self.round.value
        round.expect("23 closed", says: [])
        try round.expectUntouched(Self.issue("Clone of 23 closed", in: round).key)
    }

    @Test func `23: the label alone was set by a person: it is told and left alone`() async throws {
        for round in [try await Self.round.value, try await Self.closing.value] {
            let labelled = try Self.issue("Labelled by hand", in: round)
            #expect(round.plan.says(of: "") == ["finding foreign_label"])
            #expect(round.plan.findings.first { $0.row.isEmpty }?.issue == labelled.key)
            try round.expectUntouched(labelled.key)
        }
    }

    @Test func `23: an issue that another state made is told and left alone`() async throws {
        let round = try await Self.round.value
        round.expect(
            "22",
            says: ["finding duplicate_issue", "finding stray_issue"],
            then: ["finding duplicate_issue", "finding stray_issue"]
        )
        let foreign = try Self.issue("Of another state", in: round)
        #expect(round.plan.findings.first { $0.kind == "stray_issue" }?.issue == foreign.key)
        try round.expectUntouched(foreign.key)
    }

    @Test func `22 and 23: the plan says that and no more, and leaves nothing to do`() async throws {
        for round in [try await Self.round.value, try await Self.closing.value] {
            round.expectLaws(for: ["", "22", "22 resolved", "23"])
        }
    }

    private static func issue(_ summary: String, in round: ApplyRound) throws -> SandboxIssue {
        try #require(round.after.issues.first { $0.summary == summary })
    }
}

extension RealSystem {
    /// The UUID of the state.
    fileprivate func lineage() throws -> String {
        let state = try read("repository/state/state.json")
        return try String(#require(state.firstMatch(of: /"lineage": *"([^"]+)"/)).1)
    }

    /// Creates an issue with the tool's label and, unless nil, with a marker.
    fileprivate func create(_ summary: String, marker: String?) throws {
        let properties = marker.map { #", "properties": [{"key": "audit-jira", "value": \#($0)}]"# } ?? ""
        try jira.create(
            """
            {"fields": {"project": {"key": "CCS"}, "issuetype": {"name": "Task"}, "summary": "\(summary)",
             "labels": ["audit-jira"]}\(properties)}
            """
        )
    }
}
