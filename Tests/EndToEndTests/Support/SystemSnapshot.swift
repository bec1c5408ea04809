import JiraSandbox
import TestSupport
import Testing

/// A row as the database has it.
struct AuditedRow: Hashable, Sendable {
    var path: String
    var hasDebt: Bool?
    var debt: String?
    var tickets: [String]?
    var auditStatus: String?
    var auditDate: String?
}

/// Both sides and the state at one moment.
struct SystemSnapshot: Sendable {
    /// The rows by key.
    let rows: [String: AuditedRow]
    /// The issues by id.
    let issues: [SandboxIssue]
    /// The links of each row, as the state's file has them: names and values.
    let links: [String: [[String: String]]]

    /// Takes a snapshot of a system.
    init(_ shop: RealSystem) throws {
        issues = shop.jira.issues
        var rows: [String: AuditedRow] = [:]
        let columns =
            "file_number, file_path, has_technical_debt, technical_debt, array_to_string(jira_tickets, ','), audit_status"
        for row in try shop.database.rows("SELECT \(columns), audit_date FROM file_audit") {
            rows[row[0] ?? ""] = AuditedRow(
                path: row[1] ?? "",
                hasDebt: row[2].map { $0 == "t" },
                debt: row[3],
                tickets: row[4].map { $0.split(separator: ",").map(String.init) },
                auditStatus: row[5],
                auditDate: row[6]
            )
        }
        self.rows = rows
        links = Self.links(in: (try? shop.read("repository/state/links.yaml")) ?? "")
    }

    /// The issue of a key, present or past.
    func issue(_ key: String, at place: SourceLocation = #_sourceLocation) throws -> SandboxIssue {
        try #require(issues.first { $0.key == key }, "there is no \(key)", sourceLocation: place)
    }

    /// The issue that the last ticket of a row names.
    func issue(of row: String, at place: SourceLocation = #_sourceLocation) throws -> SandboxIssue {
        let ticket = try #require(rows[row]?.tickets?.last, "\(row) has no ticket", sourceLocation: place)
        return try issue(ticket, at: place)
    }

    private static func links(in text: String) -> [String: [[String: String]]] {
        var links: [String: [[String: String]]] = [:]
        for entry in text.split(separator: /(?:^|\n)row [^\n]*:\n/) {
            var link: [String: String] = [:]
            for line in entry.split(separator: "\n") {
                guard let (name, value) = line.trimmingPrefix("  ").split(at: ": ") else { continue }
                link[name] = value.hasPrefix("\"") ? String(value.dropFirst().dropLast()) : value
            }
            links[link["row"] ?? "", default: []].append(link)
        }
        return links
    }
}

extension Substring {
    /// The parts before and after the first occurrence of a text; nil where there is none.
    fileprivate func split(at separator: String) -> (String, String)? {
        firstRange(of: separator).map { (String(self[..<$0.lowerBound]), String(self[$0.upperBound...])) }
    }
}
