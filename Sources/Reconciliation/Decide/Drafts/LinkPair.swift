/// A link of which both sides are there.
struct LinkPair: Sendable {
    let link: Link
    let row: Row
    let issue: Issue

    init(link: Link, row: Row, issue: Issue) {
        self.link = link
        self.row = row
        self.issue = issue
    }

    /// The pair of a link of a group; nil when a side of it is gone.
    init?(_ member: RowGroup.Member, in group: RowGroup) {
        guard let row = group.row, let issue = member.issue else { return nil }
        self.init(link: member.link, row: row, issue: issue)
    }

    /// Returns the pair with the row as it will be.
    func with(row: Row) -> LinkPair { LinkPair(link: link, row: row, issue: issue) }
}
