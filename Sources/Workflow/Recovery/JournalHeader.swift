import JSON
import Reconciliation

/// The first record of a journal: the plan that is carried out, and what was true when that began.
struct JournalHeader: Hashable, Sendable {
    /// The format that this version writes, and the latest that it reads.
    static let format = 1

    /// The plan.
    var document: PlanDocument
    /// When the run began to write, in milliseconds since 1970.
    var time: Int64
    /// The state's UUID, also that of a state which is not there yet.
    var lineage: String
    /// The serial of the committed state; 0 for none.
    var serial: Int
    /// The rows that the plan's writes are about, as they were.
    var rows: [RowKey: Row]
}

extension JournalHeader {
    var json: JSON {
        [
            "format": .integer(Self.format),
            "time": .integer(Int(time)),
            "lineage": .string(lineage),
            "serial": .integer(serial),
            "rows": .array(rows.values.sorted { $0.key < $1.key }.map(Self.json)),
            "plan": document.json,
        ]
    }

    /// A row as a list of its columns, in the schema's order.
    private static func json(_ row: Row) -> JSON {
        let tickets = (row.listing ?? row.tickets).map { JSON.array($0.map(JSON.string)) }
        let parts: [JSON] = [
            .string(row.key.text), .string(row.path), row.debt.map(JSON.bool) ?? .null,
            row.text.map(JSON.string) ?? .null, tickets ?? .null,
        ]
        return .array(
            parts
                + row.also.map { value in
                    switch value {
                    case .null: .null
                    case .bool(let flag): .bool(flag)
                    case .text(let text): .string(text)
                    case .list(let list): .array(list.map(JSON.string))
                    }
                }
        )
    }

    /// Reads a first record; throws a `Problem` when it is none, or of a later format.
    init(_ json: JSON, digester: Digester) throws(Problem) {
        guard let format = json["format"]?.integer else {
            throw .spoiltJournal("its first record has no format")
        }
        guard format == Self.format else {
            throw .journalOfFormat(format)
        }
        guard let time = json["time"]?.integer, let lineage = json["lineage"]?.string,
            let serial = json["serial"]?.integer, let plan = json["plan"], let list = json["rows"]?.array
        else { throw .spoiltJournal("its first record lacks a part") }
        guard Watermark.moments.contains(time), State.serials.contains(serial) else {
            throw .spoiltJournal("its first record names a time or a serial that cannot be")
        }
        var rows: [RowKey: Row] = [:]
        for json in list {
            guard let row = Self.row(json) else { throw .spoiltJournal("a row in it cannot be read") }
            rows[row.key] = row
        }
        self.init(
            document: try PlanDocument(
                reading: plan.serialized(),
                name: "the plan in the journal",
                digester: digester
            ),
            time: Int64(time),
            lineage: lineage,
            serial: serial,
            rows: rows
        )
    }

    private static func row(_ json: JSON) -> Row? {
        guard let parts = json.array, parts.count >= 5, let key = parts[0].string, let path = parts[1].string
        else { return nil }
        return Row(
            key: RowKey(key),
            path: path,
            debt: parts[2].bool,
            text: parts[3].string,
            tickets: parts[4].array.map { $0.compactMap(\.string) },
            also: parts[5...].map { part in
                switch part {
                case .bool(let flag): .bool(flag)
                case .string(let text): .text(text)
                case .array(let list): .list(list.compactMap(\.string))
                default: .null
                }
            }
        )
    }
}
