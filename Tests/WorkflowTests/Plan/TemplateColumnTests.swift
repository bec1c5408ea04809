import Reconciliation
import TestSupport
import Testing
import Workflow

/// Templates may use the very columns that a change of status writes.
@Suite struct TemplateColumnTests {
    private static func system() async throws -> MemorySystem {
        var system = MemorySystem([.example("1")])
        system.settings.mapping.columns.append("audit_status")
        let render = system.settings.mapping.render
        let schema = system.settings.schema
        system.settings.mapping.render = { row in
            var fields = render(row)
            fields["summary"] = .text("\(row.path): \(row.value(of: "audit_status", in: schema) ?? .null)")
            return fields
        }
        try await system.sync()
        return system
    }

    @Test func `tells the issue in the same apply that the row was started`() async throws {
        let system = try await Self.system()
        await system.tracker.start("CCS-1")
        let plan = try await system.plan()
        #expect(plan.gist == ["start 1 CCS-1", "update 1 CCS-1"])
        let report = try await system.apply(plan)
        #expect(report.undone.isEmpty && report.remaining.isEmpty)
        #expect(try await system.plan().gist == [])
        #expect(await system.summary?.contains("IN_PROGRESS") == true)
    }

    @Test func `tells it when the row was opened again`() async throws {
        let system = try await Self.system()
        await system.tracker.close("CCS-1")
        try await system.sync()
        #expect(try await system.plan().gist == [])
        await system.tracker.reopen("CCS-1")
        let report = try await system.sync()
        #expect(report.undone.isEmpty && report.remaining.isEmpty)
        #expect(try await system.plan().gist == [])
        #expect(await system.summary?.contains("IN_PROGRESS") == true)
    }
}

extension MemorySystem {
    fileprivate var summary: String? {
        get async {
            guard case .text(let text) = await tracker.issue("CCS-1")?.fields["summary"] else { return nil }
            return text
        }
    }
}
