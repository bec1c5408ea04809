/// The issues that searches see: as they were some time ago.
struct SearchIndex: Sendable {
    private struct Entry: Sendable {
        let due: SiteTime?
        let id: Int
        let issue: StoredIssue?
    }

    var lag: IndexLag
    private(set) var issues: [Int: StoredIssue] = [:]
    private var labels: [String: Set<Int>] = [:]
    private var waiting: [Entry] = []
    private var done = 0

    init(lag: IndexLag) { self.lag = lag }

    /// Takes note of a write, to be seen when the lag is over.
    ///
    /// A nil issue is a deleted one.
    mutating func record(_ id: Int, _ issue: StoredIssue?, at moment: SiteTime) {
        switch lag {
        case .seconds(let seconds) where seconds <= 0: apply(id, issue)
        case .seconds(let seconds):
            waiting.append(Entry(due: moment.advanced(bySeconds: seconds), id: id, issue: issue))
        case .manual: waiting.append(Entry(due: nil, id: id, issue: issue))
        }
    }

    /// Lets in the writes whose time has come.
    mutating func advance(to moment: SiteTime) {
        while done < waiting.count, let due = waiting[done].due, due <= moment { applyNext() }
        compact()
    }

    /// Lets in all writes.
    mutating func settle() {
        while done < waiting.count { applyNext() }
        compact()
    }

    /// The ids of the issues with a label.
    func ids(labelled label: String) -> Set<Int> { labels[label] ?? [] }

    private mutating func applyNext() {
        apply(waiting[done].id, waiting[done].issue)
        done += 1
    }

    private mutating func compact() {
        guard done > 0 else { return }
        waiting.removeFirst(done)
        done = 0
    }

    private mutating func apply(_ id: Int, _ issue: StoredIssue?) {
        let before = Set(issues[id]?.labels ?? [])
        let after = Set(issue?.labels ?? [])
        for label in before.subtracting(after) {
            labels[label]?.remove(id)
            if labels[label]?.isEmpty == true { labels[label] = nil }
        }
        for label in after.subtracting(before) { labels[label, default: []].insert(id) }
        issues[id] = issue
    }
}
