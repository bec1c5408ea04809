import Reconciliation
import TestSupport
import Workflow

/// One thing that happens, with two numbers that choose to what.
struct HistoryStep: Sendable {
    enum Kind: CaseIterable {
        case addRow, addRowWithTicket, rewrite, clear, indebt, deleteRow, restoreRow, renamePath, renumber,
            swap,
            relayer
        case dropTicket, listTicket, listDeadTicket
        case writeIssue, close, closeAsWontDo, reopen, start, retitle, redescribe, addLabel, removeLabel,
            move, deleteIssue
        case clone, strand
        case resolveForAudit, resolveForJira, link, manage, unlink, rebuild
        case sync
        case crash, crashForGood

        /// All that happens while the program lives.
        static let usual = allCases.filter { $0 != .crash && $0 != .crashForGood }
    }

    let kind: Kind
    let which: Int
    let other: Int

    init(_ kind: Kind, _ which: Int = 0, _ other: Int = 0) {
        self.kind = kind
        self.which = which
        self.other = other
    }

    /// The step as a test writes it.
    var source: String { "HistoryStep(.\(kind), \(which), \(other))" }

    static func random(_ count: Int, seed: UInt64, isMortal: Bool = false) -> [HistoryStep] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            // Every third step or so looks and writes.
            let isSync = Int.random(in: 0..<3, using: &random) == 0
            var kind = isSync ? .sync : Kind.usual.randomElement(using: &random) ?? .sync
            let which = Int.random(in: 0..<1_000, using: &random)
            let other = Int.random(in: 0..<1_000, using: &random)
            if isMortal, kind == .sync, which % 5 < 2 { kind = which % 5 == 0 ? .crash : .crashForGood }
            return HistoryStep(kind, which, other)
        }
    }
}

/// The history of a system so far.
struct History {
    let system: MemorySystem
    private(set) var steps: [String] = []
    private var deleted: [Row] = []
    private var numbers = 0
    private var written: Set<IssueID> = []
    private var clones: Set<IssueID> = []

    init(_ system: MemorySystem) { self.system = system }

    /// Lets one thing happen, and returns what it broke.
    mutating func take(_ step: HistoryStep) async throws -> String? {
        switch step.kind {
        case .sync: return try await sync()
        case .crash, .crashForGood: try await die(step)
        case .addRow, .addRowWithTicket, .deleteRow, .restoreRow, .rewrite, .clear, .indebt, .renamePath,
            .renumber, .swap,
            .relayer, .dropTicket, .listTicket, .listDeadTicket:
            await changeTable(step)
        case .resolveForAudit, .resolveForJira, .link, .manage, .unlink, .rebuild: await decide(step)
        default: await changeJira(step)
        }
        return nil
    }

    private mutating func changeTable(_ step: HistoryStep) async {
        let table = system.table
        let issues = await system.tracker.issues.values.sorted { $0.id < $1.id }
        let ticket = issues.isEmpty ? "CCS-999" : issues[step.other % issues.count].key
        switch step.kind {
        case .addRow, .addRowWithTicket:
            numbers += 1
            let tickets: [String]? = step.kind == .addRow ? nil : [ticket]
            let row = Row.example(RowKey("r\(numbers)"), debt: step.which % 4 > 0, tickets: tickets)
            steps.append("row \(row.key) is added, debt \(row.hasDebt), tickets \(tickets ?? [])")
            return await table.put(row)
        case .restoreRow:
            guard let row = deleted.popLast(), await table.rows[row.key] == nil else { return }
            steps.append("row \(row.key) comes back, debt \(row.hasDebt), tickets \(row.tickets ?? [])")
            return await table.put(row)
        default: break
        }
        let keys = await table.rows.keys.sorted()
        guard !keys.isEmpty, let old = await table.rows[keys[step.which % keys.count]] else { return }
        var row = old
        switch step.kind {
        case .deleteRow:
            steps.append("row \(row.key) is deleted")
            deleted.append(row)
            return await table.delete(row.key)
        case .swap:
            guard var other = await table.rows[keys[step.other % keys.count]], other.key != row.key else {
                return
            }
            steps.append("rows \(row.key) and \(other.key) exchange their keys")
            (row.key, other.key) = (other.key, row.key)
            await table.put(row)
            return await table.put(other)
        case .renumber:
            numbers += 1
            row.key = RowKey("r\(numbers)")
            steps.append("row \(old.key) is renumbered to \(row.key)")
            await table.delete(old.key)
            return await table.put(row)
        case .rewrite: row.text = "Text \(step.other)."
        case .clear: row.debt = false
        case .indebt: row.debt = true
        case .renamePath: row.path = "src/\(step.other).py"
        case .relayer: row.set("layer_number", to: .text("\(step.other % 5)"), in: system.settings.schema)
        case .dropTicket: row.tickets = row.tickets.map { Array($0.dropLast()) }
        case .listTicket where !(row.tickets ?? []).contains(ticket):
            row.tickets = (row.tickets ?? []) + [ticket]
        case .listDeadTicket: row.tickets = (row.tickets ?? []) + ["OLD-\(step.other)"]
        default: return
        }
        guard row != old else { return }
        steps.append(
            "row \(row.key): \(step.kind), now \(row.path), debt \(row.hasDebt), tickets \(row.tickets ?? [])"
        )
        await table.put(row)
    }

    private mutating func changeJira(_ step: HistoryStep) async {
        let tracker = system.tracker
        if step.kind == .writeIssue {
            let issue = await tracker.write("By people")
            written.insert(issue.id)
            return steps.append("people write \(issue.key)")
        }
        let issues = await tracker.issues.values.sorted { $0.id < $1.id }
        guard !issues.isEmpty else { return }
        let key = issues[step.which % issues.count].key
        let word = "\(step.other)"
        switch step.kind {
        case .close: await tracker.close(key)
        case .closeAsWontDo: await tracker.close(key, as: "Won't Do")
        case .reopen: await tracker.reopen(key)
        case .start: await tracker.start(key)
        case .retitle: await tracker.edit(key) { $0.fields["summary"] = .text("Title \(word)") }
        case .redescribe: await tracker.edit(key) { $0.fields["description"] = .text("Description \(word)") }
        case .addLabel: await tracker.edit(key) { $0.labels.append("theirs-\(word)") }
        case .removeLabel: await tracker.edit(key) { $0.labels.removeAll { $0 == "technical-debt" } }
        case .move: await tracker.move(key, to: "OPS")
        case .deleteIssue: await tracker.delete(key)
        case .strand: await tracker.strand(key)
        case .clone:
            if let clone = await tracker.clone(key) { clones.insert(clone.id) }
        default: return
        }
        steps.append("\(key): \(step.kind)")
    }

    /// People decide something, or try to: what makes no sense is refused.
    private mutating func decide(_ step: HistoryStep) async {
        let keys = await system.table.rows.keys.sorted()
        let issues = await system.tracker.issues.values.sorted { $0.id < $1.id }
        guard !keys.isEmpty, !issues.isEmpty else { return }
        let row = keys[step.which % keys.count].text
        let issue = issues[step.other % issues.count]
        do {
            if step.kind == .rebuild {
                await system.journal.lose()
            } else {
                try await system.applying.recover()
            }
            switch step.kind {
            case .resolveForAudit, .resolveForJira:
                let conflicts = try await system.plan().conflicts.map(\.row.text)
                let row = conflicts.isEmpty ? row : conflicts[step.which % conflicts.count]
                let side: Taken = step.kind == .resolveForAudit ? .audit : .jira
                let outcome = try await system.deciding.resolve([row], field: nil, taking: side)
                steps.append("people decide: \(outcome.lines.joined(separator: "; "))")
            case .link, .manage:
                let outcome = try await system.deciding.link(row, issue.key, isManaged: step.kind == .manage)
                if step.kind == .manage { written.remove(issue.id) }
                steps.append("people decide: \(outcome.lines.joined(separator: "; "))")
            case .rebuild:
                _ = try await system.rebuild.commit(try await system.rebuild.draft(lineage: nil))
                steps.append("the state is rebuilt")
            default:
                let outcome = try await LinkDecisions.unlink(row, nil, in: system.repository)
                steps.append("people decide: \(outcome.lines.joined(separator: "; "))")
            }
        } catch {
            return
        }
    }

    /// The program dies in the middle of a run, and the search index lags; the machine may be lost with it.
    private mutating func die(_ step: HistoryStep) async throws {
        let commits = await system.repository.commits.count
        await system.tracker.freezeIndex()
        system.killSwitch.end(after: step.which % 70)
        var isOver = false
        do {
            try await system.sync()
        } catch is KillSwitch.Death {
            isOver = true
        } catch {
            // A plan that is refused leaves nothing behind.
        }
        system.killSwitch.restart()
        if step.kind == .crashForGood, isOver {
            await system.journal.lose()
            await system.repository.rewind(to: commits)
        }
        steps.append(
            "sync \(isOver ? "dies after \(step.which % 70) steps" : "ends")"
                + (step.kind == .crash ? "" : ", for good")
        )
        // Some look before the index knows what was made.
        if step.other % 2 == 0 { await system.tracker.catchUp() }
    }

    private mutating func sync(again rounds: Int = 0) async throws -> String? {
        guard rounds < 4 else { return "it does not come to rest" }
        try await system.applying.recover()
        let plan = try await system.plan()
        steps.append("sync: \(plan.gist.joined(separator: "; "))")
        let before = await system.tracker.changed.count
        let report = try await system.apply(plan)
        for result in report.results where !result.isDone {
            return "\(result.action.gist) ended as \(result.ending)"
        }
        await system.tracker.catchUp()
        guard report.remaining.isEmpty else { return "remaining: \(report.remaining.map(\.gist))" }
        let changes = await system.tracker.changed[before...]
        if let issue = changes.first(where: { written.contains($0.issue) }) {
            return "\(issue.key) is not ours and was written"
        }
        let next = try await system.plan()
        guard next.isEmpty else {
            return await isHearsay(next, plan, changes)
                ? try await sync(again: rounds + 1) : "the next plan has \(next.gist)"
        }
        if let broken = await brokenLinks() { return broken }
        return await lostDebt(next)
    }

    /// Whether a plan does nothing but what could not be known before the last apply.
    private func isHearsay(_ next: Plan, _ last: Plan, _ changes: ArraySlice<IssueChange>) async -> Bool {
        let writers = Dictionary(grouping: changes, by: \.issue).mapValues { Set($0.map(\.row)) }
        let links = Dictionary(grouping: await system.links, by: \.row)
        let isBack = Set(last.actions.lazy.filter { $0.operation == .unresolve }.map(\.row))
            .union(last.conflicts.map(\.row))
        let dropped = Set(last.actions.lazy.filter { $0.operation == .forget }.compactMap(\.issue))
        let replaced = await replaced
        let shared = Set(last.findings.lazy.filter { $0.kind == .ticketStillOpen }.map(\.row))
        return next.actions.allSatisfy { action in
            // A ticket stayed open for the sake of another row, whose debt the last apply took out.
            if action.operation == .close, shared.contains(action.row) { return true }
            // An issue that another took the place of is nobody's once its row got another key.
            if let id = action.issue, replaced.contains(id) { return true }
            // An issue of ours that nobody follows any more is taken up again by the row it was made for.
            if let id = action.issue, dropped.contains(id) { return true }
            // A row whose debt is back, or whose conflict that other row settled, is asked for its other tickets.
            if [.follow, .forget].contains(action.operation), isBack.contains(action.row) { return true }
            // A link that told a clone from its original is dropped once somebody follows the clone.
            if action.operation == .forget, !clones.isEmpty { return true }
            // A clone whose original is gone, and which nobody follows any more, is all there is.
            if let id = action.issue, clones.contains(id) { return true }
            // A row that follows an issue which was written for another row hears of it.
            return (links[action.row] ?? []).contains { link in
                writers[link.issue].map { !$0.contains(action.row) } ?? false
            }
        }
    }

    /// The issues that others took the place of; people may open them again.
    private var replaced: Set<IssueID> {
        get async {
            var ids: Set<IssueID> = []
            for relation in await system.tracker.relations {
                if let id = await system.tracker.issue(relation.other)?.id { ids.insert(id) }
            }
            return ids
        }
    }

    /// A row has one issue of the tool's own at most, and no link stands twice.
    private func brokenLinks() async -> String? {
        let links = await system.links
        if links != links.sorted() { return "the links are not sorted" }
        let managed = Dictionary(grouping: links.filter { $0.kind == .managed }, by: \.row)
        if let row = managed.first(where: { $0.value.count > 1 }) {
            return "row \(row.key) has \(row.value.map(\.key)) of its own"
        }
        let pairs = Set(links.map { "\($0.row) \($0.issue)" })
        if pairs.count != links.count { return "a link stands twice: \(links.map { "\($0.row) \($0.key)" })" }
        let replaced = await replaced
        let made = await system.tracker.issues.values.filter {
            $0.marker != nil && !clones.contains($0.id) && !$0.isClosed && !replaced.contains($0.id)
        }
        let followed = Set(links.lazy.filter { $0.kind == .followed }.map(\.issue))
        let byRow = Dictionary(grouping: made.filter { !followed.contains($0.id) }) { $0.marker?.row ?? "" }
        if let twice = byRow.first(where: { $0.value.count > 1 }) {
            return "row \(twice.key) was given \(twice.value.map(\.key).sorted())"
        }
        return nil
    }

    /// Every row with debt has a ticket, or a person is told.
    private func lostDebt(_ plan: Plan) async -> String? {
        let rows = await system.table.rows
        let linked = Set(await system.links.map(\.row))
        let told = Set(plan.conflicts.map(\.row) + plan.findings.map(\.row))
        let lost = rows.values.filter { $0.hasDebt && !linked.contains($0.key) && !told.contains($0.key) }
        return lost.isEmpty ? nil : "nobody minds the debt of \(lost.map(\.key).sorted())"
    }
}
