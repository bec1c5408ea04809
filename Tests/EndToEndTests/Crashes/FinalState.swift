import Foundation
import JiraSandbox
import TestSupport

/// Both sides and the state in the end, in lines that do not depend on the order of the creates.
///
/// An issue is called after the row in its marker; where several have one row's marker, they are numbered.
struct FinalState: Hashable, Sendable {
    /// The lines, sorted.
    let lines: [String]

    /// Reads a system.
    init(_ shop: RealSystem) throws {
        let issues = shop.jira.issues
        let names = Self.names(of: issues)
        var lines = ["\(issues.count) issues"]
        for issue in issues { lines += Self.lines(of: issue, named: names[issue.key] ?? issue.key) }
        let columns =
            "file_number, (to_jsonb(t) - 'jira_tickets' - 'id')::text, array_to_string(jira_tickets, ' ')"
        for row in try shop.database.rows("SELECT \(columns) FROM file_audit t") {
            let tickets = row[2].map { $0.split(separator: " ").map { names[String($0)] ?? String($0) } }
            lines.append("row \(row[0] ?? ""): tickets \(tickets.map(String.init(describing:)) ?? "none")")
            lines.append("row \(row[0] ?? ""): \(row[1] ?? "")")
        }
        let markers = Dictionary(issues.map { (String($0.id), $0.properties["audit-jira"] ?? "") }) { $1 }
        for (row, links) in try SystemSnapshot(shop).links {
            for link in links {
                let name = link["key"].map { names[$0] ?? $0 } ?? ""
                for (field, value) in link where !["issue", "key", "operation"].contains(field) {
                    lines.append("link of \(row) and \(name): \(field) \(value)")
                }
                let issue = issues.first { String($0.id) == link["issue"] }
                let isKey = issue?.key == link["key"]
                lines.append("link of \(row) and \(name): id and key are of one issue: \(isKey)")
                guard let operation = link["operation"] else { continue }
                let isMarked = markers[link["issue"] ?? ""]?.contains(operation) ?? false
                lines.append("link of \(row) and \(name): has the marker's operation: \(isMarked)")
            }
        }
        self.lines = lines.sorted()
    }

    /// The lines that another final state has too much and too little.
    func differences(in other: FinalState) -> [String] {
        other.lines.difference(from: lines).map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }
    }

    /// A description without the names that Jira gives to its parts, which are others each time.
    private static func text(of description: String?) -> String {
        (description ?? "none").replacing(/"localId":"[^"]*"/, with: "localId")
    }

    private static func lines(of issue: SandboxIssue, named name: String) -> [String] {
        [
            "\(name): summary \(issue.summary)",
            "\(name): description \(text(of: issue.description))",
            "\(name): labels \(issue.labels.joined(separator: " "))",
            "\(name): \(issue.type), \(issue.status), \(issue.resolution ?? "no resolution"), \(issue.priority ?? "no priority")",
            "\(name): \(issue.comments.count) comments \(issue.comments)",
            "\(name): links \(issue.links) \(issue.remoteLinks)",
            "\(name): properties \(issue.properties.keys.sorted())",
        ]
    }

    /// The names of the issues, by key.
    private static func names(of issues: [SandboxIssue]) -> [String: String] {
        var names: [String: String] = [:]
        var taken: [String: Int] = [:]
        for issue in issues {
            guard let marker = issue.properties["audit-jira"],
                let row = (try? JSONDecoder().decode(Marker.self, from: Data(marker.utf8)))?.row
            else { continue }
            taken[row, default: 0] += 1
            let number = taken[row] ?? 1
            names[issue.key] = "issue of \(row)" + (number > 1 ? " (\(number))" : "")
        }
        return names
    }

    private struct Marker: Decodable {
        var row: String
    }
}
