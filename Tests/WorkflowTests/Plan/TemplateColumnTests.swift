import Reconciliation
import TestSupport
import Testing
import Workflow

/// Templates may use the very columns that a change of status writes.
@Suite struct TemplateColumnTests {
    private static func world() async throws -> World {
        var world = World([.example("1")])
        world.settings.mapping.columns.append("audit_status")
        let render = world.settings.mapping.render
        let schema = world.settings.schema
        world.settings.mapping.render = { row in
            var fields = render(row)
            fields["summary"] = .text("\(row.path): \(row.value(of: "audit_status", in: schema) ?? .null)")
            return fields
        }
        try await world.sync()
        return world
    }

    @Test func `tells the issue in the same apply that the row was started`() async throws {
        let world = try await Self.world()
        await world.tracker.start("CCS-1")
        let plan = try await world.plan()
        #expect(plan.gist == ["start 1 CCS-1", "update 1 CCS-1"])
        let report = try await world.apply(plan)
        #expect(report.undone.isEmpty && report.remaining.isEmpty)
        #expect(try await world.plan().gist == [])
        #expect(await world.summary?.contains("IN_PROGRESS") == true)
    }

    @Test func `tells it when the row was opened again`() async throws {
        let world = try await Self.world()
        await world.tracker.close("CCS-1")
        try await world.sync()
        #expect(try await world.plan().gist == [])
        await world.tracker.reopen("CCS-1")
        let report = try await world.sync()
        #expect(report.undone.isEmpty && report.remaining.isEmpty)
        #expect(try await world.plan().gist == [])
        #expect(await world.summary?.contains("IN_PROGRESS") == true)
    }
}

extension World {
    fileprivate var summary: String? {
        get async {
            guard case .text(let text) = await tracker.issue("CCS-1")?.fields["summary"] else { return nil }
            return text
        }
    }
}
