import JSON
import Reconciliation

/// What a journal tells of a run that did not finish.
struct InterruptedRun: Hashable, Sendable {
    /// What is known of a create.
    enum Create: Hashable, Sendable {
        /// It was sent, and no answer was noted; when, in milliseconds since 1970.
        case sent(Marker, Int64)
        case created(Marker, CreatedIssue)
        case refused(Marker)
    }

    /// The plan, and what was true before.
    let header: JournalHeader
    /// The creates by their operations.
    private(set) var creates: [String: Create] = [:]
    /// The parts of changes that were begun, by issue.
    private(set) var begun: [IssueID: Set<IssueChange.Part>] = [:]
    /// Those of them that Jira took; a step to another status may not have been the last.
    private(set) var taken: [IssueID: Set<IssueChange.Part>] = [:]
    /// What was sent to an issue, and taken or refused, in order.
    private var steps: [IssueID: [WriteNote]] = [:]
    /// The rows that were about to be written, without an answer.
    private(set) var rowsBegun: Set<RowKey> = []
    /// The rows that were written.
    private(set) var rowsWritten: Set<RowKey> = []

    /// Reads a journal; nil when nothing was begun: it ended before its first record was whole.
    init?(_ records: [[UInt8]], digester: Digester) throws(Problem) {
        guard let first = records.first else { return nil }
        header = try JournalHeader(Self.json(first), digester: digester)
        for record in records.dropFirst() { add(try JournalEntry(Self.json(record))) }
    }

    private static func json(_ record: [UInt8]) throws(Problem) -> JSON {
        do {
            return try JSON(parsing: record)
        } catch {
            throw .spoiltJournal("\(error)")
        }
    }

    private mutating func add(_ entry: JournalEntry) {
        switch entry {
        case .writing(let rows): rowsBegun.formUnion(rows)
        case .wrote(let rows):
            rowsBegun = []
            rowsWritten.formUnion(rows)
        case .note(let note, let time): add(note, time)
        }
    }

    private mutating func add(_ note: WriteNote, _ time: Int64) {
        switch note {
        case .creating(let markers): for marker in markers { creates[marker.operation] = .sent(marker, time) }
        case .created(let issues): for (operation, issue) in issues { settle(operation, issue) }
        case .refused(let operations): for operation in operations { settle(operation, nil) }
        case .changing(let issue, let part):
            begun[issue, default: []].insert(part)
            steps[issue, default: []].append(note)
        case .changed(let issue, let part):
            taken[issue, default: []].insert(part)
            steps[issue, default: []].append(note)
        case .unchanged(let issue, _): steps[issue, default: []].append(note)
        }
    }

    /// The issues that came to the status they were to have, whatever people have done with them since.
    ///
    /// The comment comes right before the step that arrives. Where that is the only one behind it, and Jira took it, the issue
    /// has arrived; in all other cases only a look can tell.
    var arrived: Set<IssueID> {
        let issues = steps.filter { issue, notes in
            notes.suffix(3) == [
                .changed(issue, .comment), .changing(issue, .transition), .changed(issue, .transition),
            ]
        }
        return Set(issues.keys)
    }

    /// Notes what became of a create.
    private mutating func settle(_ operation: String, _ issue: CreatedIssue?) {
        guard case .sent(let marker, _) = creates[operation] else { return }
        creates[operation] = issue.map { .created(marker, $0) } ?? .refused(marker)
    }

    /// Notes what was found of creates that had no answer; the others never happened.
    mutating func settle(_ found: [String: CreatedIssue]) {
        for marker in unanswered.markers { settle(marker.operation, found[marker.operation]) }
    }

    /// The creates without an answer, and when the last of them was sent; nil when there is none.
    var unanswered: (markers: [Marker], last: Int64?) {
        var markers: [Marker] = []
        var last: Int64?
        for case .sent(let marker, let time) in creates.values {
            markers.append(marker)
            last = max(last ?? time, time)
        }
        return (markers.sorted { $0.row < $1.row }, last)
    }

    /// The actions of which something may have been done, in the plan's order.
    var actions: [Action] {
        let rows = Set(
            creates.values.map { create in
                switch create {
                case .sent(let marker, _), .created(let marker, _), .refused(let marker): marker.row
                }
            }
        )
        let isBegun = { (action: Action) in
            if action.operation == .create { return rows.contains(action.row) }
            if let issue = action.issue, begun[issue] != nil, action.changesIssue {
                return true
            }
            let isOfRow = rowsBegun.contains(action.row) || rowsWritten.contains(action.row)
            return isOfRow && action.changesRow
        }
        let actions = header.document.plan.actions
        // Where an issue took the place of another, that one's link goes with it.
        let heirs = Set(actions.lazy.filter { $0.operation == .adopt && isBegun($0) }.map(\.row))
        return actions.filter { isBegun($0) || ($0.isForgettingAlone && heirs.contains($0.row)) }
    }
}
