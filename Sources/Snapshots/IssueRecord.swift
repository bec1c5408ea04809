import JSON
import Reconciliation

/// An issue as a line of `issues.jsonl`.
enum IssueRecord {
    /// Writes an issue; `asked` is the key by which it was asked for where that is not its own.
    static func write(_ issue: Issue, askedAs asked: String?, to writer: inout JSONWriter) {
        writer.beginObject()
        text("id", issue.id.description, to: &writer)
        text("key", issue.key, to: &writer)
        if let asked { text("asked", asked, to: &writer) }
        writer.key("status")
        writer.beginObject()
        text("id", issue.status.id, to: &writer)
        text("name", issue.status.name, to: &writer)
        text("category", issue.status.category.rawValue, to: &writer)
        writer.endObject()
        if let resolution = issue.resolution { text("resolution", resolution, to: &writer) }
        if let resolved = issue.resolved { text("resolved", resolved, to: &writer) }
        list("labels", issue.labels, to: &writer)
        if let marker = issue.marker {
            writer.key("marker")
            writer.beginObject()
            text("row", marker.row.text, to: &writer)
            text("lineage", marker.lineage, to: &writer)
            text("operation", marker.operation, to: &writer)
            writer.endObject()
        }
        writer.key("fields")
        writer.beginObject()
        for (name, value) in issue.fields.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .none, .digest: break
            case .text(let value): text(name, value, to: &writer)
            case .list(let values): list(name, values, to: &writer)
            }
        }
        writer.endObject()
        writer.endObject()
        writer.endLine()
    }

    private static func text(_ key: String, _ value: String, to writer: inout JSONWriter) {
        writer.key(key)
        writer.string(value)
    }

    private static func list(_ key: String, _ values: [String], to writer: inout JSONWriter) {
        writer.key(key)
        writer.beginArray()
        for value in values { writer.string(value) }
        writer.endArray()
    }

    /// Reads of a line no more than which issue it is, and whether it carries the marker's label.
    static func peek(_ line: UnsafeRawBufferPointer) throws(JSONError) -> (id: IssueID, isMarked: Bool) {
        var scanner = JSONScanner(line)
        var id: IssueID?
        var isMarked: Bool?
        try scanner.beginObject()
        // What stands behind the two is checked when the issue is read.
        while id == nil || isMarked == nil, let key = try scanner.nextKey() {
            if key == "id" {
                id = try self.id(&scanner)
            } else if key == "labels" {
                isMarked = try strings(&scanner).contains(Marker.name)
            } else {
                try scanner.skip()
            }
        }
        guard let id else { throw scanner.failure("the id or the key is missing") }
        return (id, isMarked ?? false)
    }

    /// Reads a line.
    static func read(_ line: UnsafeRawBufferPointer) throws(JSONError) -> (issue: Issue, asked: String?) {
        var scanner = JSONScanner(line)
        var issue = Issue(
            id: IssueID(0),
            key: "",
            status: IssueStatus(id: "", name: "", category: .undefined)
        )
        var asked: String?
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            if key == "id" {
                issue.id = try id(&scanner)
            } else if key == "key" {
                issue.key = try scanner.string()
            } else if key == "asked" {
                asked = try scanner.string()
            } else if key == "status" {
                issue.status = try status(&scanner)
            } else if key == "resolution" {
                issue.resolution = try scanner.optionalString()
            } else if key == "resolved" {
                issue.resolved = try scanner.optionalString()
            } else if key == "labels" {
                issue.labels = try strings(&scanner)
            } else if key == "marker" {
                issue.marker = try marker(&scanner)
            } else if key == "fields" {
                issue.fields = try fields(&scanner)
            } else {
                try scanner.skip()
            }
        }
        try scanner.finish()
        guard issue.id.number > 0, !issue.key.isEmpty else {
            throw scanner.failure("the id or the key is missing")
        }
        return (issue, asked)
    }

    private static func id(_ scanner: inout JSONScanner) throws(JSONError) -> IssueID {
        let text = try scanner.string()
        guard let id = IssueID(text) else { throw scanner.failure("the id is not a number: \(text)") }
        return id
    }

    private static func status(_ scanner: inout JSONScanner) throws(JSONError) -> IssueStatus {
        var status = IssueStatus(id: "", name: "", category: .undefined)
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            let text = try scanner.string()
            if key == "id" {
                status.id = text
            } else if key == "name" {
                status.name = text
            } else if key == "category" {
                guard let category = StatusCategory(rawValue: text) else {
                    throw scanner.failure("there is no status category '\(text)'")
                }
                status.category = category
            }
        }
        return status
    }

    private static func marker(_ scanner: inout JSONScanner) throws(JSONError) -> Marker {
        var marker = Marker(row: "", lineage: "", operation: "")
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            let text = try scanner.string()
            if key == "row" {
                marker.row = RowKey(text)
            } else if key == "lineage" {
                marker.lineage = text
            } else if key == "operation" {
                marker.operation = text
            }
        }
        return marker
    }

    private static func fields(_ scanner: inout JSONScanner) throws(JSONError) -> [FieldName: FieldValue] {
        var fields: [FieldName: FieldValue] = [:]
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            let name = key.text
            fields[name] = try scanner.peek() == .array ? .list(strings(&scanner)) : .text(scanner.string())
        }
        return fields
    }

    static func strings(_ scanner: inout JSONScanner) throws(JSONError) -> [String] {
        var strings: [String] = []
        try scanner.beginArray()
        while try scanner.nextElement() { strings.append(try scanner.string()) }
        return strings
    }
}
