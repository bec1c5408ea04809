/// The base that both sides are compared with: the state's links, found by row and by issue, and the settings.
///
/// A link is named by its position in `links`, since copying one costs more than the comparison.
struct Baseline: Sendable {
    let settings: Settings
    let fingerprint: Fingerprint
    /// The state's UUID; nil where there is no state.
    let lineage: String?
    /// Whether the state counts as lost: closed issues of the tool's own are taken over too.
    let isLost: Bool
    let links: [Link]
    /// The first link of each row.
    private let firstLink: [RowKey: Int32]
    /// The links' positions in the order of issue ids.
    private let byIssue: [Int32]
    /// The issue ids in that order, close together for the search.
    private let issueIDs: [IssueID]

    init(_ state: State?, _ settings: Settings, isRebuild: Bool) {
        self.settings = settings
        self.fingerprint = settings.fingerprint
        self.lineage = state?.lineage
        self.isLost = state == nil || isRebuild
        let links = state?.links ?? []
        self.links = links
        var firstLink: [RowKey: Int32] = [:]
        firstLink.reserveCapacity(links.count)
        for index in links.indices where index == 0 || links[index - 1].row != links[index].row {
            firstLink[links[index].row] = Int32(index)
        }
        self.firstLink = firstLink
        let pairs = links.indices.map { (id: links[$0].issue, position: Int32($0)) }
            .sorted { ($0.id, $0.position) < ($1.id, $1.position) }
        self.byIssue = pairs.map(\.position)
        self.issueIDs = pairs.map(\.id)
    }

    /// Returns the links of a row; nil when it has none.
    func links(of row: RowKey) -> Range<Int>? {
        guard let first = firstLink[row].map(Int.init) else { return nil }
        var end = first + 1
        while end < links.count, links[end].row == row { end += 1 }
        return first..<end
    }

    /// Returns the ranks of the links to an issue, for `link(ranked:)`.
    func ranks(of id: IssueID) -> Range<Int> {
        var low = 0
        var high = issueIDs.count
        while low < high {
            let middle = (low + high) / 2
            if issueIDs[middle] < id { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < issueIDs.count, issueIDs[end] == id { end += 1 }
        return low..<end
    }

    /// The ranks of all links, by issue id.
    var ranks: Range<Int> { byIssue.indices }

    /// Returns the position of the link that has a rank in the order of issue ids.
    func link(ranked rank: Int) -> Int { Int(byIssue[rank]) }

    /// Returns whether a link's row has other links.
    func hasSiblings(_ index: Int) -> Bool {
        let row = links[index].row
        return index > 0 && links[index - 1].row == row
            || index + 1 < links.count && links[index + 1].row == row
    }
}

extension Baseline {
    /// Returns whether a row is as a link remembers it.
    func isUnchanged(_ row: Row, sinceLink index: Int) -> Bool {
        guard links[index].decision == nil else { return false }
        switch links[index].agreed {
        case .open, .accepted: guard row.hasDebt else { return false }
        case .resolved: guard !row.hasDebt else { return false }
        }
        guard row.path == links[index].path else { return false }
        return links[index].kind == .followed || links[index].agreed == .resolved
            || links[index].content == fingerprint.content(of: row)
    }

    /// Returns whether a row lists exactly the tickets that are linked; a resolved row may list what it likes.
    func hasTickets(_ row: Row, of range: Range<Int>) -> Bool {
        guard row.hasDebt else { return true }
        let tickets = row.tickets ?? []
        return tickets.count == range.count && range.allSatisfy { tickets.contains(links[$0].key) }
    }

    /// Returns whether an issue is as a link remembers it.
    func isUnchanged(_ issue: Issue, sinceLink index: Int) -> Bool {
        guard issue.key == links[index].key, issue.status.category == links[index].category else {
            return false
        }
        // A base whose sides do not match is looked at every time: there is a finding, or something to note.
        let agreed = links[index].agreed
        guard agreed == .resolved || (agreed == .accepted) == issue.isClosed else { return false }
        if let marker = issue.marker, links[index].kind == .managed, marker.row != links[index].row {
            return false
        }
        guard links[index].kind == .managed, agreed == .open else { return true }
        return links[index].fields.allSatisfy { base in
            if base.name == "labels", case .list(let read) = base.read, case .list(let sent) = base.sent {
                return sent.filter(issue.labels.contains) == read
            }
            return fingerprint.matches(base.read, issue.fields[base.name] ?? .none)
        }
    }
}
