import Hashing
import Reconciliation
import TestSupport

// Swift Testing has an Issue of its own.
typealias Issue = Reconciliation.Issue

let sha256 = Digester { Digest(words: SHA256.words(of: $0)) }

/// Three sides laid out for one comparison.
struct ComparisonFixture {
    var policies = Policies()
    var owners: [FieldName: Owner] = [:]
    var revision = "1"
    var digester = sha256
    var rows: [Row] = []
    var issues: [Issue] = []
    /// The links; with none there is no state.
    var links: [Link] = []
    /// The closed issues whose workflow has no way back.
    var deadEnds: Set<IssueID> = []

    /// The rows that a comparison keeps.
    enum Thrift { case dropsUnchanged, keepsEverything }

    var settings: Settings {
        var settings = Settings.example(
            digester: digester,
            policies: policies,
            owners: owners,
            revision: revision
        )
        settings.mapping.expected = { name, value in
            guard name == "description", case .text(let text) = value else { return [value] }
            return [.text("read: \(text)")]
        }
        return settings
    }

    var state: State? {
        links.isEmpty
            ? nil : State(lineage: Self.lineage, serial: 3, scope: Self.scope, links: links.sorted())
    }

    static let lineage = "11111111-1111-4111-8111-111111111111"
    static let scope = Scope(
        site: "https://example.atlassian.net",
        project: "CCS",
        projectID: "10000",
        table: "audit/public.file_audit"
    )

    /// Takes the rows as a refresh does.
    func issuePhase(_ thrift: Thrift = .dropsUnchanged) throws(DuplicateRow) -> IssuePhase {
        var comparison = Comparison(state: state, settings: settings)
        for row in rows { try comparison.add(row) }
        var phase = comparison.issuePhase()
        if thrift == .keepsEverything { for row in rows { phase.addAgain(row) } }
        return phase
    }

    /// Compares in the order in which a refresh does.
    func settled(_ thrift: Thrift = .dropsUnchanged) throws(DuplicateRow) -> Settled {
        var phase = try issuePhase(thrift)
        let wanted = phase.wanted(everyLink: true)
        let byID = Dictionary(issues.map { ($0.id, $0) }) { $1 }
        let byKey = Dictionary(issues.map { ($0.key, $0) }) { $1 }
        let marked = phase.unknown(issues.filter { $0.labels.contains(Marker.name) }.map(\.id))
        let asked = Set(wanted.ids + marked)
        for issue in issues where asked.contains(issue.id) { phase.add(issue) }
        for id in wanted.ids where byID[id] == nil { phase.addMissing(id) }
        for key in wanted.keys {
            if let issue = byKey[key] {
                phase.add(issue, listedAs: key)
            } else {
                phase.addMissing(key: key)
            }
        }
        let again = Set(phase.rowsWantedAgain)
        for row in rows where again.contains(row.key) { phase.addAgain(row) }
        return phase.settled().knowing(deadEnds: deadEnds)
    }

    /// What a plan is made from.
    var binding: Binding {
        Binding(
            lineage: state?.lineage,
            serial: state?.serial ?? 0,
            state: nil,
            scope: Self.scope,
            configuration: sha256.digest("configuration")
        )
    }

    /// What there is to do.
    func plan(_ thrift: Thrift = .dropsUnchanged) throws(DuplicateRow) -> Plan {
        try settled(thrift).plan(
            binding: binding,
            refresh: .full,
            rows: rows.count,
            rowsWithDebt: rows.count { $0.hasDebt }
        )
    }
}

extension ComparisonFixture {
    /// Settles conflicts as people decide, and returns what was settled.
    @discardableResult
    mutating func settle(_ key: RowKey, field: String? = nil, _ side: Taken) throws -> [String] {
        let resolution = try settled()
            .resolution(on: key, field: field, taking: side, project: Self.scope.project)
        links.removeAll { link in
            resolution.links.contains { $0.row == link.row && $0.issue == link.issue }
        }
        links += resolution.links
        return resolution.settled.map(\.field)
    }

    /// An issue that the tool made for a row, as Jira gives it back.
    func issue(
        _ number: UInt64,
        for row: Row,
        status: IssueStatus = .toDo,
        resolution: String? = nil,
        operation: String? = nil
    ) -> Issue {
        let fields = settings.mapping.render(row)
        var issue = Issue(
            id: IssueID(10_000 + number),
            key: "CCS-\(number)",
            status: status,
            resolution: status.category == .done ? resolution ?? "Done" : nil,
            resolved: status.category == .done ? "2026-11-23T08:03:11Z" : nil,
            fields: fields.filter { $0.key != "labels" },
            labels: Self.list(fields["labels"]),
            marker: Marker(row: row.key, lineage: Self.lineage, operation: operation ?? "operation-\(number)")
        )
        issue.fields["description"] = .text("read: \(row.text ?? "")")
        return issue
    }

    /// An issue that people wrote.
    func foreign(_ number: UInt64, status: IssueStatus = .toDo, resolution: String? = nil) -> Issue {
        Issue(
            id: IssueID(10_000 + number),
            key: "CCS-\(number)",
            status: status,
            resolution: status.category == .done ? resolution ?? "Done" : nil,
            resolved: status.category == .done ? "2026-11-23T08:03:11Z" : nil,
            fields: ["summary": .text("Written by people")],
            labels: ["theirs"]
        )
    }

    /// The link of a row and an issue that agree.
    func link(
        _ row: Row,
        _ issue: Issue,
        _ kind: Link.Kind = .managed,
        agreed: Link.Agreement = .open
    ) -> Link {
        var link = Link(
            row: row.key,
            path: row.path,
            issue: issue.id,
            key: issue.key,
            kind: kind,
            agreed: agreed,
            category: issue.status.category,
            operation: issue.marker?.operation
        )
        let fingerprint = settings.fingerprint
        link.text = fingerprint.text(of: row)
        guard kind == .managed else { return link }
        link.content = fingerprint.content(of: row)
        let sent = settings.mapping.render(row)
        for field in settings.mapping.fields where field.owner == .audit || field.owner == .merge {
            let read: FieldValue =
                field.name == "labels"
                ? .list(Self.list(sent["labels"]).filter(issue.labels.contains))
                : issue.fields[field.name] ?? .none
            link.fields.append(
                FieldBase(
                    name: field.name,
                    sent: fingerprint.remembered(sent[field.name] ?? .none, as: field.name),
                    read: fingerprint.remembered(read, as: field.name)
                )
            )
        }
        return link
    }

    private static func list(_ value: FieldValue?) -> [String] {
        if case .list(let list) = value { list } else { [] }
    }
}

extension Plan {
    /// The plan in short: `close CCS-1`, `conflict status`, `finding clone`.
    var gist: [String] {
        actions.map { action in
            action.operation == .create ? "create" : "\(action.operation.rawValue) \(action.key ?? "?")"
        }
            + conflicts.map { "conflict \($0.field)" }
            + findings.map { "finding \($0.kind.rawValue)" }
    }
}
