/// Links and parts rows and issues as people ask for it.
public struct Linking: Sendable {
    private let settings: Settings
    private let links: [Link]

    /// Why it cannot be.
    public struct Fault: Error, Hashable, Sendable {
        /// What is in the way: a full sentence.
        public var text: String
        /// What to do.
        public var hint: String
    }

    /// Prepares to link.
    ///
    /// - Parameters:
    ///   - settings: The settings of the comparison.
    ///   - links: All links there are.
    public init(settings: Settings, links: [Link]) {
        self.settings = settings
        self.links = links
    }

    /// Links a row with an issue.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - issue: The issue.
    ///   - key: The key under which the row's links stand.
    ///   - isManaged: Whether the tool is to write the issue from now on.
    ///   - operation: Makes the operation that a managed issue's marker is to carry.
    /// - Returns: The link, with the decision that the next plan acts on. What people wrote in fields that both sides may
    ///   change stays.
    /// - Throws: A `Fault` that tells what is in the way.
    public func link(
        _ row: Row,
        _ issue: Issue,
        linkedAs key: RowKey,
        isManaged: Bool,
        operation: () -> String
    ) throws(Fault) -> Link {
        let present = links.first { $0.row == key && $0.issue == issue.id }
        try check(row, issue, present: present, isManaged: isManaged)
        if let present, present.kind == .managed || !isManaged {
            return try rejoined(present, row: row, issue: issue)
        }
        var link = Link(
            row: key,
            path: links.first { $0.row == key }?.path ?? row.path,
            issue: issue.id,
            key: issue.key,
            kind: isManaged ? .managed : .followed,
            agreed: .open,
            category: issue.status.category,
            decision: .link,
            text: settings.fingerprint.text(of: row)
        )
        if isManaged {
            try checkOwner(key, issue)
            // An issue that was made for the row once is taken up again as it is.
            let old = issue.marker.flatMap { $0.row == row.key ? $0.operation : nil }
            link.operation = old ?? operation()
            link.fields = bases(row, issue)
        }
        return link
    }

    /// Throws where a row and an issue are linked already, or do not both say that there is debt.
    private func check(
        _ row: Row,
        _ issue: Issue,
        present: Link?,
        isManaged: Bool
    ) throws(Fault) {
        let isSame = present.map { $0.decision != .unlink && ($0.kind == .managed || !isManaged) } ?? false
        guard !isSame else {
            throw Fault(
                text: "Row \(row.key) and \(issue.key) are linked already",
                hint: "See audit-jira state show \(row.key.text.shellQuoted)"
            )
        }
        guard row.hasDebt else {
            throw Fault(
                text: "Row \(row.key) has no debt, so that an issue would have nothing to stand for",
                hint: "Note the debt in the row first"
            )
        }
        guard !issue.isClosed else {
            throw Fault(
                text: "\(issue.key) is closed (\(issue.status.name)), and row \(row.key) has debt",
                hint: "Reopen the issue first, or link an open one"
            )
        }
    }

    /// The link of a row and an issue that were to be parted, and are not; maybe they never came together.
    private func rejoined(_ old: Link, row: Row, issue: Issue) throws(Fault) -> Link {
        var link = old
        if link.kind == .managed { try checkOwner(link.row, issue) }
        let isTogether =
            link.kind == .managed
            ? issue.marker?.operation == link.operation : row.tickets?.contains(issue.key) ?? false
        link.decision = isTogether ? nil : .link
        return link
    }

    private func checkOwner(_ row: RowKey, _ issue: Issue) throws(Fault) {
        if let other = links.first(where: { $0.issue == issue.id && $0.kind == .managed && $0.row != row }
        ) {
            throw Fault(
                text: "\(issue.key) is managed for row \(other.row) already",
                hint: "Part them first: audit-jira unlink \(other.row.text.shellQuoted) \(issue.key)"
            )
        }
        let own = links.first { $0.row == row && $0.kind == .managed && $0.decision != .unlink }
        if let own, own.issue != issue.id {
            throw Fault(
                text: "Row \(row) has an issue of its own already, \(own.key)",
                hint: "Part them first: audit-jira unlink \(row.text.shellQuoted) \(own.key)"
            )
        }
    }

    /// The bases of an issue that people wrote: what stands in a field that both may change is kept.
    private func bases(_ row: Row, _ issue: Issue) -> [FieldBase] {
        FieldBases(settings).fields(of: row, issue).map { base in
            let owner = settings.mapping.fields.first { $0.name == base.name }?.owner
            if base.name == "labels" { return FieldBase(name: base.name, sent: .list([]), read: .list([])) }
            return owner == .merge && base.read != .none
                ? base : FieldBase(name: base.name, sent: .none, read: base.read)
        }
    }

    /// Parts a row from an issue.
    ///
    /// - Parameters:
    ///   - name: The row's key or path.
    ///   - key: The issue's key; nil where the row has but one.
    ///   - links: All links there are.
    /// - Returns: The links from now on, and the one that was parted.
    /// - Throws: A `Fault` that tells what is in the way.
    public static func unlink(
        _ name: String,
        _ key: String?,
        from links: [Link]
    ) throws(Fault) -> (links: [Link], parted: Link) {
        let own = links.filter { $0.row.text == name || $0.path == name }
        let keys = own.map(\.key).joined(separator: ", ")
        guard !own.isEmpty else {
            throw Fault(text: "Row \(name) has no link", hint: "See audit-jira state list")
        }
        let together = own.filter { $0.decision != .unlink }
        guard key != nil || together.count <= 1 else {
            throw Fault(text: "Row \(name) has several issues: \(keys)", hint: "Name the one to part it from")
        }
        let named = key == nil ? together.first ?? own.first : own.first { $0.key == key }
        guard let parted = named else {
            throw Fault(
                text: "Row \(name) is not linked with \(key ?? "")",
                hint: "It is linked with \(keys)"
            )
        }
        guard parted.decision != .unlink else {
            throw Fault(
                text: "Row \(name) and \(parted.key) are to be parted already",
                hint: "The next apply does it: see audit-jira plan"
            )
        }
        let rest = links.map { link in
            guard link == parted else { return link }
            var link = link
            link.decision = .unlink
            return link
        }
        return (rest, parted)
    }
}
