import JSON
import JiraSandbox
import Reconciliation
import TestSupport

/// Both sides and the state, in lines that do not depend on the order of the creates.
///
/// An issue is called after the row in its marker; where several have one row's marker, they are numbered.
struct FaultFinalState: Sendable {
    /// Everything, sorted.
    let lines: [String]
    /// The deeds on either side that no later run takes back.
    let deeds: Set<String>

    /// Looks around.
    init(_ system: FaultSystem) async throws {
        let issues = system.sandbox.issues
        let names = try Self.names(of: issues)
        var lines = ["\(issues.count) issues"]
        var deeds: Set<String> = []
        for issue in issues {
            let name = names[issue.key] ?? issue.key
            lines += Self.lines(of: issue, named: name, names)
            deeds.insert("\(name) exists")
            if issue.statusCategory == "done" { deeds.insert("\(name) is closed") }
            for (index, comment) in issue.comments.enumerated() {
                deeds.insert("\(name) comment \(index): \(comment)")
            }
        }
        for row in await system.table.rows.values {
            let tickets = (row.tickets ?? []).map { names[$0] ?? $0 }
            lines.append(
                "row \(row.key): \(row.path), \(row.hasDebt), \(row.text ?? ""), \(row.also), \(tickets)"
            )
            if !row.hasDebt { deeds.insert("row \(row.key) is resolved") }
        }
        for var link in await system.repository.state?.links ?? [] {
            let issue = issues.first { $0.id == Int(link.issue.description) }
            let marker = issue?.properties["audit-jira"]
            let isMarked = link.operation.map { marker?.contains($0) ?? false }
            lines.append(
                "link of \(link.row) and \(names[link.key] ?? link.key): id and key are of one issue: "
                    + "\(issue?.key == link.key); has the marker's operation: \(isMarked.map { "\($0)" } ?? "none")"
            )
            (link.key, link.operation, link.issue) = (names[link.key] ?? link.key, nil, IssueID(0))
            lines.append("\(link)")
        }
        (self.lines, self.deeds) = (lines.sorted(), deeds)
    }

    /// The lines that another final state has too much and too little.
    func differences(in other: FaultFinalState) -> [String] {
        other.lines.difference(from: lines).map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }
    }

    private static func lines(
        of issue: SandboxIssue,
        named name: String,
        _ names: [String: String]
    ) -> [String] {
        [
            "\(name): summary \(issue.summary)",
            "\(name): description \(issue.plainDescription)",
            "\(name): labels \(issue.labels.joined(separator: " "))",
            "\(name): \(issue.type), \(issue.status), \(issue.resolution ?? "no resolution")",
            "\(name): \(issue.comments.count) comments \(issue.comments)",
            "\(name): properties \(issue.properties.keys.sorted())",
            "\(name): links \(issue.links.map { link in link.split(separator: " ").map { names[String($0)] ?? String($0) } })",
        ]
    }

    /// The names of the issues, by key.
    private static func names(of issues: [SandboxIssue]) throws -> [String: String] {
        var names: [String: String] = [:]
        var taken: [String: Int] = [:]
        for issue in issues {
            guard let marker = issue.properties["audit-jira"],
                let row = try JSON(parsing: marker)["row"]?.string
            else { continue }
            taken[row, default: 0] += 1
            let number = taken[row] ?? 1
            names[issue.key] = "issue of \(row)" + (number > 1 ? " (\(number))" : "")
        }
        return names
    }
}
