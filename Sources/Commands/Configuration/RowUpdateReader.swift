import Reconciliation
import Yams

/// Reads the section `row_updates`: the values that rows get when their issues' statuses change.
struct RowUpdateReader {
    private let schema: RowSchema
    private let complaints: Complaints

    /// Prepares to read.
    ///
    /// - Parameters:
    ///   - schema: The columns of the table.
    ///   - complaints: The place for faults.
    init(_ schema: RowSchema, complaints: Complaints) {
        self.schema = schema
        self.complaints = complaints
    }

    /// Reads the section from the whole configuration.
    func read(_ root: inout Section) -> RowUpdates {
        var section = root.section("row_updates")
        let literal = { (text: String) in RowUpdates.Value.literal(.text(text)) }
        let debt = { (flag: Bool) in RowUpdates.Assignment(schema.debt, .literal(.bool(flag))) }
        // Defaults write only into columns that are configured.
        let known = { (assignments: [RowUpdates.Assignment]) in
            assignments.filter { schema.columns.contains($0.column) }
        }
        let started =
            assignments("on_started", in: &section)
            ?? known([RowUpdates.Assignment("audit_status", literal("IN_PROGRESS"))])
        let resolved =
            assignments("on_resolved", in: &section)
            ?? known([
                RowUpdates.Assignment("audit_status", literal("COMPLETED")),
                RowUpdates.Assignment("audit_date", .resolutionDate),
            ])
        let reopened =
            assignments("on_reopened", in: &section)
            ?? known([RowUpdates.Assignment("audit_status", literal("IN_PROGRESS"))])
        section.finish()
        // A row that is resolved has no debt, and one that is reopened has: without that no plan would ever be empty.
        return RowUpdates(
            onStarted: started,
            onResolved: [debt(false)] + resolved,
            onReopened: [debt(true)] + reopened
        )
    }

    /// Reads one list of assignments; the debt column's is checked and left out, since it goes without saying.
    private func assignments(_ key: String, in section: inout Section) -> [RowUpdates.Assignment]? {
        guard section.node(key) != nil else { return nil }
        var columns = section.section(key)
        let fixed = [schema.key, schema.path, schema.text, schema.tickets]
        var result: [RowUpdates.Assignment] = []
        for (column, line, node) in columns.all() {
            guard let value = value(of: node, at: columns.path(column)) else { continue }
            if fixed.contains(column) {
                complaints.add(line, "\(columns.name) must not set '\(column)'")
            } else if column == schema.debt {
                let due = key == "on_started" ? nil : RowUpdates.Value.literal(.bool(key == "on_reopened"))
                if value != due {
                    let words =
                        due.map { _ in "may set it to \(key == "on_reopened") alone" } ?? "must not set it"
                    complaints.add(line, "'\(column)' is the debt column; \(columns.name) \(words)")
                }
            } else if !schema.columns.contains(column) {
                let suggestion = Suggestion.phrase(for: column, in: schema.also)
                complaints.add(
                    line,
                    "\(columns.name) sets '\(column)', which database.also does not name\(suggestion)"
                )
            } else {
                result.append(RowUpdates.Assignment(column, value))
            }
        }
        return result
    }

    private func value(of node: Node, at place: String) -> RowUpdates.Value? {
        switch node {
        case .scalar(let scalar):
            guard scalar.style == .plain else { return special(scalar, at: place) }
            switch scalar.string {
            case "", "~", "null": return .literal(.null)
            case "true": return .literal(.bool(true))
            case "false": return .literal(.bool(false))
            default: return special(scalar, at: place)
            }
        case .sequence(let sequence):
            let texts = sequence.compactMap { $0.scalar?.string }
            if texts.count == sequence.count { return .literal(.list(texts)) }
            fallthrough
        default:
            complaints.add(
                node.mark?.line,
                "\(place) must be a text, a truth value, null, or a list of texts"
            )
            return nil
        }
    }

    private func special(_ scalar: Node.Scalar, at place: String) -> RowUpdates.Value? {
        guard scalar.string.contains("{{") else { return .literal(.text(scalar.string)) }
        let values: [String: RowUpdates.Value] = [
            "resolution_date": .resolutionDate, "resolution": .resolution, "status": .status, "key": .key,
        ]
        let inner = scalar.string.dropFirst(2).dropLast(2).trimmingSpaces
        if scalar.string.hasPrefix("{{"), scalar.string.hasSuffix("}}"), let value = values[inner] {
            return value
        }
        complaints.add(
            scalar.mark?.line,
            "\(place) must be a literal or one of {{resolution_date}}, {{resolution}}, {{status}}, {{key}}"
        )
        return nil
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmingSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
