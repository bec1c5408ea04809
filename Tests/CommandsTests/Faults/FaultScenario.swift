import JiraSandbox
import Reconciliation
import TestSupport
import Testing

/// A morning on which much has changed on both sides.
///
/// One `sync` then has to create, update, close, reopen, resolve, start, follow, and create again what was deleted.
enum FaultScenario {
    /// The past of both sides, and the project's workflow.
    enum Variant: CaseIterable, Sendable {
        /// A status is more than one step away from another.
        case steps
        /// A closed issue has no way back: another one takes its place, related to it.
        case oneWay
        /// There was nothing before: no state, and no issue of the tool's.
        case first

        /// The workflow of the project.
        var workflow: String { self == .oneWay ? "one-way" : "stepwise" }

        /// The summary of the plan of one `sync`.
        var plan: String {
            switch self {
            case .steps:
                "Plan: 2 to close, 2 to resolve, 1 to reopen, 1 to start, 2 to update, 4 to create, 1 to follow."
            case .oneWay: "Plan: 2 to close, 2 to resolve, 1 to start, 2 to update, 5 to create, 1 to follow."
            case .first: "Plan: 13 to create, 1 to follow."
            }
        }
    }

    static let configuration = """
        guards: {max_create_percent: 100, max_close_percent: 100, max_resolve_percent: 100}

        """

    /// An issue that people wrote, in a project of its own.
    static let seed =
        #"{"projects": [{"key": "OVEN"}], "issues": [{"key": "OVEN-1", "summary": "By people", "status": "To Do"}]}"#

    static let rows: [Row] =
        ["create1", "create2", "create3", "follow1"].map { row($0, debt: false) }
        + [
            "update1", "update2", "close1", "close2", "reopen1", "resolve1", "resolve2", "start1", "gone1",
            "still1",
        ]
        .map { row($0, debt: true) }

    private static func row(_ key: String, debt: Bool) -> Row {
        Row(
            key: RowKey(key),
            path: "src/\(key).py",
            debt: debt,
            text: debt ? "Debt of *\(key)*." : nil,
            tickets: nil,
            also: [.text("1"), .null, .null]
        )
    }

    /// Brings both sides into agreement, unless there was nothing before, and then changes both.
    static func prepare(_ system: FaultSystem, _ variant: Variant) async throws {
        if variant != .first { try await agree(system) }
        for row in ["create1", "create2", "create3", "follow1"] as [RowKey] {
            await system.table.change(row) { ($0.debt, $0.text) = (true, "New debt of \($0.key).") }
        }
        await system.table.change("follow1") { $0.tickets = ["OVEN-1"] }
        if variant != .first { try await change(system) }
        system.sandbox.settleIndex()
        system.sandbox.forgetRequests()
    }

    private static func agree(_ system: FaultSystem) async throws {
        #expect(await system.run("sync").status == 0)
        await system.table.change("reopen1") { $0.debt = false }
        #expect(await system.run("sync").status == 0)
    }

    private static func change(_ system: FaultSystem) async throws {
        await system.table.change("update1") {
            $0.text = "It says \"always\", and it's 'never'.\n\n- one\n- two"
        }
        await system.table.change("update2") { $0.path = "src/moved/update2.py" }
        for row in ["close1", "close2"] as [RowKey] { await system.table.change(row) { $0.debt = false } }
        await system.table.change("reopen1") { $0.debt = true }
        for row in ["resolve1", "resolve2"] as [RowKey] {
            try system.sandbox.setStatus(await system.ticket(of: row), "Done")
        }
        try system.sandbox.setStatus(await system.ticket(of: "start1"), "In Progress")
        try system.sandbox.delete(await system.ticket(of: "gone1"))
    }
}
