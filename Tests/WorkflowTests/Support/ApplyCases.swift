import Reconciliation
import TestSupport
import Testing

/// Something that happens after both sides agreed, and what the next plan says.
struct ApplyCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var policies = Policies()
    let happens: @Sendable (MemorySystem) async -> Void
    let planned: [String]

    init(
        _ says: String,
        _ planned: [String],
        with change: (inout Policies) -> Void = { _ in },
        when happens: @escaping @Sendable (MemorySystem) async -> Void
    ) {
        testDescription = says
        self.planned = planned
        self.happens = happens
        change(&policies)
    }

    /// A system with a managed row 1 (CCS-2), and row 2 that follows CCS-1; then what happens.
    func system() async throws -> MemorySystem {
        let system = MemorySystem([.example("1"), .example("2", tickets: ["CCS-1"])], policies: policies)
        await system.tracker.write("By people")
        try await system.sync()
        await happens(system)
        return system
    }

    static let all: [ApplyCase] = [
        ApplyCase("a new row", ["create 3"]) { await $0.table.put(.example("3")) },
        ApplyCase("a new row with a ticket", ["follow 3 CCS-1"]) {
            await $0.table.put(.example("3", tickets: ["CCS-1"]))
        },
        ApplyCase("the state is lost", ["adopt 1 CCS-2", "follow 2 CCS-1"]) {
            await $0.repository.lose()
        },
        ApplyCase("a rewritten debt", ["update 1 CCS-2"]) {
            await $0.table.change("1") { $0.text = "Worse." }
        },
        ApplyCase("a moved file", ["update 1 CCS-2"]) { await $0.table.change("1") { $0.path = "lib/1.py" } },
        ApplyCase("a row with another key", ["update 9 CCS-2"]) {
            await $0.table.change("1") { $0.key = "9" }
        },
        ApplyCase("a debt that is gone", ["close 1 CCS-2"]) {
            await $0.table.change("1") { $0.debt = false }
        },
        ApplyCase("a row that is gone", ["close 1 CCS-2"]) { await $0.table.delete("1") },
        ApplyCase(
            "a row that is gone, to be forgotten",
            ["forget 1 CCS-2"],
            with: { $0.rowDeleted = .forget }
        ) {
            await $0.table.delete("1")
        },
        ApplyCase("a row of a followed ticket that is gone", ["forget 2 CCS-1", "finding ticket_still_open"])
        {
            await $0.table.delete("2")
        },
        ApplyCase("a closed issue", ["resolve 1 CCS-2"]) { await $0.tracker.close("CCS-2") },
        ApplyCase("a closed ticket", ["resolve 2 CCS-1"]) { await $0.tracker.close("CCS-1") },
        ApplyCase("an issue that will not be done", ["accept 1 CCS-2"]) {
            await $0.tracker.close("CCS-2", as: "Won't Do")
        },
        ApplyCase("a started issue", ["start 1 CCS-2"]) { await $0.tracker.start("CCS-2") },
        ApplyCase("a title that people changed", ["record 1 CCS-2"]) {
            await $0.tracker.edit("CCS-2") { $0.fields["summary"] = .text("Ours now") }
        },
        ApplyCase("a label that people removed", ["record 1 CCS-2"]) {
            await $0.tracker.edit("CCS-2") { $0.labels.removeAll { $0 == "technical-debt" } }
        },
        ApplyCase("the marker's label removed", ["update 1 CCS-2"]) {
            await $0.tracker.edit("CCS-2") { $0.labels.removeAll { $0 == Marker.name } }
        },
        ApplyCase("both sides done", ["record 1 CCS-2"]) {
            await $0.table.change("1") { $0.debt = false }
            await $0.tracker.close("CCS-2")
        },
        ApplyCase("debt that is back", ["reopen 1 CCS-2"]) {
            await $0.tracker.close("CCS-2")
            await $0.settle()
            await $0.table.change("1") { $0.debt = true }
        },
        ApplyCase("an issue that is opened again", ["unresolve 1 CCS-2"]) {
            await $0.tracker.close("CCS-2")
            await $0.settle()
            await $0.tracker.reopen("CCS-2")
        },
        ApplyCase("a moved issue", ["relink 1 OPS-1"]) { await $0.tracker.move("CCS-2", to: "OPS") },
        ApplyCase("a moved ticket", ["relink 2 OPS-1"]) { await $0.tracker.move("CCS-1", to: "OPS") },
        ApplyCase("a key that somebody removed", ["relink 1 CCS-2"]) {
            await $0.table.change("1") { $0.tickets = nil }
        },
        ApplyCase("a ticket that somebody removed", ["forget 2 CCS-1", "create 2"]) {
            await $0.table.change("2") { $0.tickets = [] }
        },
        ApplyCase("a deleted issue", ["create 1"]) { await $0.tracker.delete("CCS-2") },
        ApplyCase("a deleted issue, to be parted", ["accept 1 CCS-2"], with: { $0.issueDeleted = .unlink }) {
            await $0.tracker.delete("CCS-2")
        },
        ApplyCase("a deleted issue of a debt that is gone", ["forget 1 CCS-2"]) {
            await $0.tracker.delete("CCS-2")
            await $0.table.change("1") { $0.debt = false }
        },
        ApplyCase("a deleted ticket", ["forget 2 CCS-1", "create 2", "finding dangling_ticket"]) {
            await $0.tracker.delete("CCS-1")
        },
        ApplyCase("a clone", ["finding clone"]) { await $0.tracker.clone("CCS-2") },
        ApplyCase("a row that comes back with its closed issue", ["conflict status"]) {
            let row = await $0.row("1")
            await $0.table.delete("1")
            await $0.settle()
            if let row { await $0.table.put(row) }
        },
        ApplyCase(
            "the same where the table decides",
            ["reopen 1 CCS-2", "adopt 1 CCS-2"],
            with: { $0.firstContact = .audit }
        ) {
            let row = await $0.row("1")
            await $0.table.delete("1")
            await $0.settle()
            if let row { await $0.table.put(row) }
        },
        ApplyCase(
            "first contact with a closed ticket, Jira deciding",
            ["resolve 3 CCS-1", "follow 3 CCS-1"],
            with: { $0.firstContact = .jira }
        ) {
            await $0.table.delete("2")
            await $0.settle()
            await $0.tracker.close("CCS-1")
            await $0.table.put(.example("3", tickets: ["CCS-1"]))
        },
        ApplyCase(
            "the same with a ticket that will not be done",
            ["accept 3 CCS-3", "follow 3 CCS-3"],
            with: { $0.firstContact = .jira }
        ) {
            await $0.tracker.write("Another")
            await $0.tracker.close("CCS-3", as: "Won't Do")
            await $0.table.put(.example("3", tickets: ["CCS-3"]))
        },
        ApplyCase(
            "a lost state and an accepted debt, the table deciding",
            ["accept 1 CCS-2", "adopt 1 CCS-2", "follow 2 CCS-1"],
            with: { $0.firstContact = .audit }
        ) {
            await $0.tracker.close("CCS-2", as: "Won't Do")
            await $0.repository.lose()
        },
        ApplyCase("debt that is back, for a new issue", ["create 1"], with: { $0.regression = .create }) {
            await $0.tracker.close("CCS-2")
            await $0.settle()
            await $0.table.change("1") { $0.debt = true }
        },
        ApplyCase("debt that is back, and an issue that nobody can open again", ["create 1"]) {
            await $0.tracker.close("CCS-2")
            await $0.settle()
            await $0.tracker.strand("CCS-2")
            await $0.table.change("1") { $0.debt = true }
        },
        ApplyCase("a duplicate", ["finding duplicate_issue"]) { await $0.writeDuplicate(of: "1") },
        ApplyCase("a duplicate, to be closed", ["close 1 CCS-3"], with: { $0.duplicates = .close }) {
            await $0.writeDuplicate(of: "1")
        },
        ApplyCase("dead tickets, to be pruned", ["forget 2 CCS-99"], with: { $0.pruneDangling = true }) {
            await $0.table.change("2") { $0.tickets = ["CCS-99", "CCS-1"] }
        },
        ApplyCase(
            "a new row with a dead ticket, to be pruned",
            ["forget 3 CCS-99", "create 3"],
            with: { $0.pruneDangling = true }
        ) {
            await $0.table.put(.example("3", tickets: ["CCS-99"]))
        },
        ApplyCase(
            "a lost state, and a row with another key",
            ["follow 2 CCS-1", "update 9 CCS-2", "adopt 9 CCS-2"]
        ) {
            await $0.repository.lose()
            await $0.table.change("1") { $0.key = "9" }
        },
        ApplyCase("two tickets that moved at once", ["relink 2 OPS-1", "relink 2 OPS-2"]) {
            await $0.tracker.write("Another")
            await $0.table.change("2") { $0.tickets = ["CCS-1", "CCS-3"] }
            await $0.settle()
            await $0.tracker.move("CCS-1", to: "OPS")
            await $0.tracker.move("CCS-3", to: "OPS")
        },
    ]
}

extension MemorySystem {
    /// Another run made a second issue for a row.
    fileprivate func writeDuplicate(of row: RowKey) async {
        let lineage = await repository.state?.lineage ?? ""
        await tracker.write(
            "Made twice",
            labels: [Marker.name],
            marker: Marker(row: row, lineage: lineage, operation: "another")
        )
    }

    /// Applies what there is to do; what goes wrong shows in the plan after it.
    fileprivate func settle() async {
        do { try await sync() } catch { await table.put(.example(RowKey("broken: \(error)"))) }
    }
}
