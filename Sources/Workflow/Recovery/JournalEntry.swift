import JSON
import Reconciliation

/// A record of a journal behind its first.
enum JournalEntry: Hashable, Sendable {
    /// A write to Jira, before or after; with the time, in milliseconds since 1970.
    case note(WriteNote, time: Int64)
    /// These rows are about to be written, in one transaction.
    case writing([RowKey])
    /// These rows were written, and no others of those.
    case wrote([RowKey])
}

extension JournalEntry {
    var json: JSON {
        switch self {
        case .writing(let rows): ["writing": .array(rows.map { .string($0.text) })]
        case .wrote(let rows): ["wrote": .array(rows.map { .string($0.text) })]
        case .note(let note, let time):
            .object(JSONObject(Self.members(of: note) + [("time", JSON.integer(Int(time)))]))
        }
    }

    private static func members(of note: WriteNote) -> [(String, JSON)] {
        switch note {
        case .creating(let markers):
            let list = markers.map { marker -> JSON in
                [
                    "row": .string(marker.row.text), "lineage": .string(marker.lineage),
                    "operation": .string(marker.operation),
                ]
            }
            return [("creating", .array(list))]
        case .created(let issues):
            let list = issues.sorted { $0.key < $1.key }.map { operation, issue -> JSON in
                [
                    "operation": .string(operation), "id": .string(issue.id.description),
                    "key": .string(issue.key),
                ]
            }
            return [("created", .array(list))]
        case .refused(let operations): return [("refused", .array(operations.map(JSON.string)))]
        case .changing(let issue, let part):
            return [("changing", .string(issue.description)), ("part", .string(part.rawValue))]
        case .changed(let issue, let part):
            return [("changed", .string(issue.description)), ("part", .string(part.rawValue))]
        case .unchanged(let issue, let part):
            return [("unchanged", .string(issue.description)), ("part", .string(part.rawValue))]
        }
    }

    /// Reads a record; throws a `Problem` when it is none.
    init(_ json: JSON) throws(Problem) {
        guard let object = json.object, let name = object.first?.key, let value = object.first?.value else {
            throw .spoiltJournal("a record in it is empty")
        }
        if let rows = value.array, name == "writing" || name == "wrote" {
            let keys = rows.compactMap(\.string).map { RowKey($0) }
            guard keys.count == rows.count else { throw .spoiltJournal("a row in it has no key") }
            self = name == "writing" ? .writing(keys) : .wrote(keys)
            return
        }
        guard let note = try Self.note(name, value, of: json), let time = json["time"]?.integer else {
            throw .spoiltJournal("a record in it is not known: \(name)")
        }
        guard Watermark.moments.contains(time) else {
            throw .spoiltJournal("a record in it names a time that cannot be: \(time)")
        }
        self = .note(note, time: Int64(time))
    }

    private static func note(_ name: String, _ value: JSON, of json: JSON) throws(Problem) -> WriteNote? {
        let texts = (value.array ?? []).compactMap(\.string)
        switch name {
        case "creating":
            let markers = (value.array ?? []).compactMap(marker)
            return markers.count == value.array?.count ? .creating(markers) : nil
        case "created":
            var issues: [String: CreatedIssue] = [:]
            for element in value.array ?? [] {
                guard let operation = element["operation"]?.string, let key = element["key"]?.string,
                    let id = element["id"]?.string.flatMap({ IssueID($0) })
                else { return nil }
                issues[operation] = CreatedIssue(id: id, key: key)
            }
            return value.array.map { _ in .created(issues) }
        case "refused": return texts.count == value.array?.count ? .refused(texts) : nil
        case "changing", "changed", "unchanged":
            guard let issue = value.string.flatMap({ IssueID($0) }),
                let part = json["part"]?.string.flatMap({ IssueChange.Part(rawValue: $0) })
            else { return nil }
            if name == "changing" { return .changing(issue, part) }
            return name == "changed" ? .changed(issue, part) : .unchanged(issue, part)
        default: return nil
        }
    }

    private static func marker(_ json: JSON) -> Marker? {
        guard let row = json["row"]?.string, let lineage = json["lineage"]?.string,
            let operation = json["operation"]?.string
        else { return nil }
        return Marker(row: RowKey(row), lineage: lineage, operation: operation)
    }
}
