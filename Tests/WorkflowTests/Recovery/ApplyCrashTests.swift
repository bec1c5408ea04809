import Reconciliation
import TestSupport
import Testing
import Workflow

/// A program that dies at any moment of a run, and what the next ones make of it.
@Suite struct ApplyCrashTests {
    /// The state of things for the next program.
    struct Mode: Sendable, CustomTestStringConvertible {
        var hasJournal: Bool
        var hasIndex: Bool
        var isSaved: Bool

        var testDescription: String {
            "\(hasJournal ? "with" : "without") its journal, the index \(hasIndex ? "up to date" : "behind"), "
                + (isSaved ? "by the saved plan" : "by sync")
        }
    }

    static let modes = [true, false].flatMap { journal in
        [true, false].flatMap { index in
            [true, false].map { Mode(hasJournal: journal, hasIndex: index, isSaved: $0) }
        }
    }

    @Test(arguments: modes)
    func `whatever was done is found again, and nothing is done twice`(_ mode: Mode) async throws {
        let expected = try await Self.end(of: Self.system(), dyingAfter: nil, mode)
        var moments = 0
        while true {
            let system = try await Self.system()
            let end = try await Self.end(of: system, dyingAfter: moments, mode)
            let differences = end.difference(from: expected).map { change in
                switch change {
                case .insert(_, let line, _): "+ " + line
                case .remove(_, let line, _): "- " + line
                }
            }
            #expect(differences == [], "died after \(moments) steps")
            // It came to its end before the moment came.
            guard system.killSwitch.wasOver else { break }
            moments += 1
        }
        #expect(moments > 40)
    }

    /// Lets the program die, and others follow until nothing is left to do.
    private static func end(
        of system: MemorySystem,
        dyingAfter moment: Int?,
        _ mode: Mode
    ) async throws -> [String] {
        let commits = await system.repository.commits.count
        let plan = try await system.plan()
        if !mode.hasIndex { await system.tracker.freezeIndex() }
        if let moment { system.killSwitch.end(after: moment) }
        do {
            if mode.isSaved { try await system.apply(plan) } else { try await system.sync() }
        } catch is KillSwitch.Death {
            // What else it throws is a failure of the test.
        }
        system.killSwitch.restart()
        if moment != nil, !mode.hasJournal {
            await system.journal.lose()
            await system.repository.rewind(to: commits)
        }
        if mode.isSaved, moment != nil { try await system.apply(plan) }
        for _ in 0..<4 {
            try await system.sync()
            if try await system.plan().isEmpty { break }
        }
        await system.tracker.catchUp()
        #expect(try await system.plan().gist == [])
        #expect(await system.journal.records == nil)
        return await system.end
    }

    /// Rows and issues of which every kind of action has to be done.
    static func system() async throws -> MemorySystem {
        let system = MemorySystem(["1", "2", "3", "4", "5", "6", "7"].map { Row.example($0) })
        try await system.sync()
        await system.table.change("1") { $0.debt = false }
        await system.table.change("2") { $0.text = "Worse, *much* worse." }
        await system.table.change("3") { $0.path = "lib/3.py" }
        await system.tracker.close("CCS-4")
        await system.tracker.start("CCS-5")
        await system.table.delete("6")
        let people = await system.tracker.write("By people")
        await system.table.put(.example("8"))
        await system.table.put(.example("9"))
        await system.table.put(.example("91", tickets: [people.key]))
        await system.tracker.deleteForGood("CCS-7")
        return system
    }
}

extension InMemoryTracker {
    /// Deletes an issue, so that its row needs another.
    fileprivate func deleteForGood(_ key: String) { delete(key) }
}

extension MemorySystem {
    /// Where everything stands, a line each, without what depends on when it came.
    var end: [String] {
        get async {
            let issues = await tracker.issues.values.sorted { $0.id < $1.id }
            let comments = await tracker.comments
            let rows = await table.rows.values.sorted { $0.key < $1.key }
            return rows.map { "\($0)" }
                + issues.map { issue in
                    let fields = issue.fields.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    return
                        "\(issue.key) of \(issue.marker.map(\.row.text) ?? "people"): \(issue.status.name), "
                        + "\(issue.labels), \(fields), \(comments[issue.id] ?? [])"
                }
                + (await links).map { link in
                    var link = link
                    link.operation = link.operation.map { _ in "" }
                    return "\(link)"
                }
        }
    }
}
