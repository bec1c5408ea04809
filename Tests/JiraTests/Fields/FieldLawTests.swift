import JSON
import JiraSandbox
import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Jira

/// Nothing is left to do after an apply, whatever kind of field it was and whoever changed it.
@Suite struct FieldLawTests {
    /// A mapping of one field beside the summary: the layer says which of its values a row asks for.
    private static func mapping(_ place: Int, _ owner: Owner) -> Mapping {
        Mapping(
            fields: [MappedField("summary", .merge), MappedField(FieldKindTests.values[place].name, owner)],
            columns: ["layer_number"],
            digest: SyncFixture.digester.digest("templates"),
            render: { row in
                let kind = FieldKindTests.values[place]
                let value: FieldValue =
                    switch row.also[0] {
                    case .text("sent"): kind.sent
                    case .text("other"): kind.other
                    default: .none
                    }
                return ["summary": .text(row.path), kind.name: value]
            },
            expected: { $0 == "summary" ? [$1] : JiraField.readings(of: $1) }
        )
    }

    private func run(
        _ place: Int,
        _ owner: Owner,
        _ test: (SyncFixture, FieldName) async throws -> Void
    ) async throws {
        let name = FieldKindTests.values[place].name
        try await JiraFixture.run(seed: FieldKindTests.seed, adjust: { $0.fields += [name] }) { fixture in
            let rows: [Row] = [.example("1", layer: "sent"), .example("2", layer: "other")]
            try await test(SyncFixture(fixture, rows, mapping: Self.mapping(place, owner)), name)
        }
    }

    /// Changes a row's issue as a person would.
    private func edit(_ sync: SyncFixture, _ row: RowKey, _ fields: [FieldName: FieldValue]) async throws {
        let issue = try await sync.issue(of: row)
        var change = IssueChange(issue: IssueID(UInt64(issue.id)), key: issue.key, row: row)
        change.fields = fields
        #expect(try await sync.fixture.another().change([change])[0].isDone)
    }

    @Test(arguments: FieldKindTests.values.indices)
    func `what a row says is written, and then there is nothing to do`(place: Int) async throws {
        try await run(place, .merge) { sync, _ in
            let created = try await sync.settle()
            #expect(created == [.create: 2])
            await sync.table.change("1") { $0.also[0] = .text("other") }
            await sync.table.change("2") { $0.also[0] = .text("") }
            #expect(try await sync.settle() == [.update: 2])
            await sync.table.change("2") { $0.also[0] = .text("sent") }
            #expect(try await sync.settle() == [.update: 1])
        }
    }

    @Test(arguments: FieldKindTests.values.indices)
    func `what people say in Jira is kept by merge and overwritten by audit`(place: Int) async throws {
        let kind = FieldKindTests.values[place]
        try await run(place, .merge) { sync, name in
            #expect(try await sync.settle() == [.create: 2])
            try await edit(sync, "1", [name: kind.other])
            #expect(try await sync.settle() == [.record: 1])
            try await edit(sync, "1", [name: .none])
            #expect(try await sync.settle() == [.record: 1])
            // Both changed, and to different values.
            try await edit(sync, "2", [name: .none])
            await sync.table.change("2") { $0.also[0] = .text("sent") }
            let plan = try await sync.plan()
            #expect(plan.actions.isEmpty)
            #expect(plan.conflicts.map(\.field) == [name])
        }
        try await run(place, .audit) { sync, name in
            #expect(try await sync.settle() == [.create: 2])
            try await edit(sync, "1", [name: kind.other])
            try await edit(sync, "2", [name: .none])
            #expect(try await sync.settle() == [.update: 2])
            await sync.table.change("1") { $0.also[0] = .text("other") }
            await sync.table.change("2") { $0.also[0] = .text("sent") }
            #expect(try await sync.settle() == [.update: 2])
        }
    }

    @Test func `people who are looked up are among the calls that a plan announces`() async throws {
        let names = ["Keeper", "Keepers", "Assignee", "Page"]
        let mapping = Mapping(
            fields: (["summary"] + names).map { MappedField($0, .merge) },
            columns: ["layer_number"],
            digest: SyncFixture.digester.digest("templates"),
            render: { row in
                let isSent = row.also[0] == .text("sent")
                return [
                    "summary": .text(row.path),
                    "Keeper": .text(isSent ? "mia@example.com" : "Leo@example.com"),
                    "Keepers": .list(["leo@example.com", "mia@example.com"]), "Assignee": .text("5b-leo"),
                    "Page": .text("https://mia@example.com/x y"),
                ]
            }
        )
        try await JiraFixture.run(seed: FieldKindTests.seed, adjust: { $0.fields += names }) { fixture in
            let sync = SyncFixture(
                fixture,
                [.example("1", layer: "sent"), .example("2", layer: "other")],
                mapping: mapping
            )
            // Compares the calls that are made with those that were announced.
            let creates = try await sync.settle()
            #expect(creates == [.create: 2])
            #expect(fixture.count("GET /user/search") == 2)
            await sync.table.change("1") { $0.also[0] = .text("other") }
            let updates = try await sync.settle()
            #expect(updates == [.update: 1])
        }
    }
}
