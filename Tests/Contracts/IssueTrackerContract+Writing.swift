import Reconciliation
import SerialExecution
import Testing
import Workflow

/// The promises of `IssueTracker` beyond reading.
extension IssueTrackerContract {
    func checkCreating(_ environment: Environment) async throws {
        let notes = NoteLog()
        let drafts = ["1", "2", "3"].map { Self.draft($0) }
        let outcomes = try await environment.tracker.create(drafts, log: notes.log)
        let made = try outcomes.map { try #require($0.value, "\(name)") }
        #expect(Set(made.map(\.id)).count == 3, "\(name)")
        for (row, issue) in zip(["1", "2", "3"], made) {
            let read = try await read(issue, environment)
            #expect(read.marker == Self.draft(row).marker, "\(name)")
            #expect(read.key == issue.key && issue.key.hasPrefix("CCS-"), "\(name)")
            #expect(read.fields["summary"] == .text("Debt \(row)"), "\(name)")
            #expect(read.fields["description"] == .text("The debt of \(row)."), "\(name)")
            #expect(read.labels == ["audit-jira", "technical-debt"], "\(name)")
            #expect(!read.isClosed && read.resolution == nil && read.resolved == nil, "\(name)")
        }
        var announced: Set<Marker> = []
        var told: [String: CreatedIssue] = [:]
        for note in notes.all {
            switch note {
            case .creating(let markers): announced.formUnion(markers)
            case .created(let issues):
                // What was not announced must not be sent.
                #expect(Set(issues.keys).isSubset(of: announced.map(\.operation)), "\(name)")
                told.merge(issues) { $1 }
            default: Testing.Issue.record("\(name): \(note)")
            }
        }
        #expect(announced == Set(drafts.map(\.marker)), "\(name)")
        #expect(
            told == Dictionary(uniqueKeysWithValues: zip(drafts.map(\.marker.operation), made)),
            "\(name)"
        )
        #expect(try await environment.tracker.create([], log: notes.log).isEmpty, "\(name)")
    }

    func checkRefusing(_ environment: Environment) async throws {
        let notes = NoteLog()
        var drafts = ["1", "2", "3"].map { Self.draft($0) }
        drafts[1].fields["summary"] = .text("two\nlines")
        let outcomes = try await environment.tracker.create(drafts, log: notes.log)
        #expect(outcomes.map(\.word) == ["done", "failed", "done"], "\(name)")
        #expect(notes.all.contains(.refused(["operation-2"])), "\(name): \(notes.all)")
        let found = try await environment.tracker.find(drafts.map(\.marker), age: .seconds(3600))
        #expect(found["operation-1"] == outcomes[0].value, "\(name)")
        #expect(found["operation-3"] == outcomes[2].value, "\(name)")
        #expect(found.count == 2, "\(name)")
        // A log that cannot keep what it is told keeps the request from being sent.
        let full = Problem(.failure, "The disk is full")
        let outcome = try? await environment.tracker.create([Self.draft("4")]) { _ in throw full }
        #expect(outcome?.map(\.word) != ["done"], "\(name)")
        #expect(
            try await environment.tracker.find([Self.draft("4").marker], age: .seconds(3600)).isEmpty,
            "\(name)"
        )
    }

    func checkLosing(_ environment: Environment) async throws {
        try await environment.outside.loseCreate(of: "1")
        let outcome = try #require(
            try await environment.tracker.create([Self.draft("1")]) { _ in }.first,
            "\(name)"
        )
        #expect(["done", "unknown"].contains(outcome.word), "\(name)")
        let found = try await environment.tracker.find([Self.draft("1").marker], age: .seconds(3600))
        #expect(found.count == 1, "\(name)")
        if let made = outcome.value { #expect(found["operation-1"] == made, "\(name)") }
        #expect(try await environment.tracker.marked(since: nil).ids == found.values.map(\.id), "\(name)")
    }

    func checkChanging(_ environment: Environment) async throws {
        let made = try await create(["1"], environment)
        var change = Self.change(made[0])
        change.fields = ["summary": .text("New"), "description": .text("Quite new.")]
        change.addedLabels = ["new"]
        change.comment = "Closed."
        change.transition = .closed(resolution: nil)
        let notes = NoteLog()
        #expect(
            try await environment.tracker.change([change], log: notes.log).map(\.word) == ["done"],
            "\(name)"
        )
        let expected: [WriteNote] = [IssueChange.Part.edit, .comment, .transition].flatMap {
            [.changing(made[0].id, $0), .changed(made[0].id, $0)]
        }
        #expect(notes.all == expected, "\(name)")
        let read = try await read(made[0], environment)
        #expect(read.fields["summary"] == .text("New"), "\(name)")
        #expect(read.fields["description"] == .text("Quite new."), "\(name)")
        #expect(read.labels == ["audit-jira", "new", "technical-debt"], "\(name)")
        #expect(read.isClosed && read.marker == Self.draft("1").marker, "\(name)")
        #expect(try await environment.outside.comments(on: made[0].key) == ["Closed."], "\(name)")
        let none = NoteLog()
        let unchanged = try await environment.tracker.change([Self.change(made[0])], log: none.log)
        #expect(unchanged.map(\.word) == ["done"] && none.all.isEmpty, "\(name)")
        #expect(try await environment.tracker.change([], log: none.log).isEmpty, "\(name)")
    }

    func checkLabels(_ environment: Environment) async throws {
        let made = try await create(["1"], environment)
        var change = Self.change(made[0])
        (change.addedLabels, change.removedLabels) = (["zeta", "technical-debt", "Alpha"], ["absent"])
        try await apply(change, environment)
        let labels = ["Alpha", "audit-jira", "technical-debt", "zeta"]
        #expect(try await read(made[0], environment).labels == labels, "\(name)")
        (change.addedLabels, change.removedLabels) = ([], ["technical-debt", "Alpha"])
        try await apply(change, environment)
        #expect(try await read(made[0], environment).labels == ["audit-jira", "zeta"], "\(name)")
    }

    func checkComments(_ environment: Environment) async throws {
        let made = try await create(["1"], environment)
        var change = Self.change(made[0])
        for comment in ["It is back.", "It is back.", "It is gone.", "It is back."] {
            change.comment = comment
            try await apply(change, environment)
        }
        let comments = try await environment.outside.comments(on: made[0].key)
        #expect(comments == ["It is back.", "It is gone."], "\(name)")
    }

    func checkCommentsAgain(_ environment: Environment) async throws {
        let made = try await create(["1"], environment)
        var change = Self.change(made[0])
        change.comment = "It is gone."
        change.transition = .closed(resolution: nil)
        try await apply(change, environment)
        _ = try await environment.outside.passAnHour()
        try await environment.outside.act(.setStatus(made[0].key, "To Do"))
        _ = try await environment.outside.passAnHour()
        try await apply(change, environment)
        let comments = try await environment.outside.comments(on: made[0].key)
        #expect(comments == ["It is gone.", "It is gone."], "\(name)")
        #expect(try await read(made[0], environment).isClosed, "\(name)")
    }

    func checkReleasing(_ environment: Environment) async throws {
        let made = try await create(["1"], environment)
        var change = Self.change(made[0])
        change.marker = Marker(row: "9", lineage: "lineage", operation: "operation-9")
        try await apply(change, environment)
        #expect(try await read(made[0], environment).marker == change.marker, "\(name)")
        change.isReleased = true
        change.removedLabels = [Marker.name]
        try await apply(change, environment)
        let read = try await read(made[0], environment)
        #expect(read.marker == nil && read.labels == ["technical-debt"], "\(name)")
        let markers = [Self.draft("1").marker, try #require(change.marker)]
        #expect(try await environment.tracker.find(markers, age: .seconds(3600)).isEmpty, "\(name)")
    }

    func checkGoals(_ environment: Environment) async throws {
        let made = try await create(["1"], environment)
        var change = Self.change(made[0])
        change.transition = .open
        try await apply(change, environment)
        #expect(try await !read(made[0], environment).isClosed, "\(name)")
        for _ in 1...2 {
            change.transition = .closed(resolution: nil)
            try await apply(change, environment)
            let closed = try await read(made[0], environment)
            #expect(closed.isClosed && closed.resolution == "Done" && closed.resolved != nil, "\(name)")
        }
        change.transition = .open
        try await apply(change, environment)
        let open = try await read(made[0], environment)
        #expect(!open.isClosed && open.resolution == nil && open.resolved == nil, "\(name)")
        try await environment.outside.act(.setStatus(made[0].key, "In Progress"))
        try await apply(change, environment)
        #expect(try await read(made[0], environment).status.category == .indeterminate, "\(name)")
    }

    func checkGone(_ environment: Environment) async throws {
        let made = try await create(["1", "2", "3"], environment)
        try await environment.outside.act(.delete(made[1].key))
        let changes = made.map { issue in
            var change = Self.change(issue)
            change.fields = ["summary": .text("New")]
            return change
        }
        let outcomes = try await environment.tracker.change(changes) { _ in }
        #expect(outcomes.map(\.word) == ["done", "failed", "done"], "\(name)")
        #expect(try await read(made[2], environment).fields["summary"] == .text("New"), "\(name)")
    }

    func checkRelating(_ environment: Environment) async throws {
        let made = try await create(["1", "2", "3"], environment)
        let relations = [
            Relation(.duplicates, made[0].key, to: made[1].key),
            Relation(.relates, made[1].key, to: made[2].key),
        ]
        let outcomes = try await environment.tracker.relate(relations)
        #expect(outcomes.map(\.word) == ["done", "done"], "\(name)")
        for relation in relations {
            #expect(try await environment.outside.isRelated(relation), "\(name): \(relation)")
        }
        let reverse = Relation(.duplicates, made[1].key, to: made[0].key)
        #expect(try await !environment.outside.isRelated(reverse), "\(name)")
        #expect(try await environment.tracker.relate([]).isEmpty, "\(name)")
    }
}

// MARK: Parts of checks

extension IssueTrackerContract {
    static func draft(_ row: String) -> IssueDraft {
        IssueDraft(
            fields: [
                "summary": .text("Debt \(row)"), "description": .text("The debt of \(row)."),
                "labels": .list(["audit-jira", "technical-debt"]),
            ],
            marker: Marker(row: RowKey(row), lineage: "lineage", operation: "operation-\(row)")
        )
    }

    static func change(_ issue: CreatedIssue) -> IssueChange {
        IssueChange(issue: issue.id, key: issue.key, row: "1")
    }

    func create(_ rows: [String], _ environment: Environment) async throws -> [CreatedIssue] {
        try await environment.tracker.create(rows.map(Self.draft)) { _ in }
            .map { try #require($0.value, "\(name)") }
    }

    func read(_ issue: CreatedIssue, _ environment: Environment) async throws -> Reconciliation.Issue {
        let read = try await environment.tracker.read([.id(issue.id)], into: IssueCollector())
        return try #require(read.issues.first, "\(name)")
    }

    func apply(_ change: IssueChange, _ environment: Environment) async throws {
        #expect(try await environment.tracker.change([change]) { _ in }.map(\.word) == ["done"], "\(name)")
    }
}

/// The notes of a write, in their order.
private final class NoteLog: Sendable {
    private let notes = Locked<[WriteNote]>([])

    var all: [WriteNote] { notes.withLock { $0 } }

    var log: WriteLog { { note in self.notes.withLock { $0.append(note) } } }
}
