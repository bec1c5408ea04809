internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The issues that the search index may not know yet.
struct UnindexedIssues: Sendable {
    let session: JiraSession

    /// Returns the issues with a marker that the index may not know yet; see ``JiraTracker/unindexed()``.
    func unindexed() async throws -> [IssueID] {
        try await session.unindexed {
            let latest = try await walk()
            let marked = latest.seen.issues.filter { Marker($0.value["properties"]?[Marker.name]) != nil }
            return Set(Array(marked.keys) + latest.labelled).sorted()
        }
    }

    /// Returns the youngest issues with the marker's label, indexed or not, in ascending order.
    func youngest() async throws -> [IssueID] {
        let jql = JQL.project(try await session.proved().site.project) && .label(Marker.name)
        let indexed = try await IndexSearch(session: session).ids(of: jql.newestFirst, pages: 1)
        return Set(try await indexed + unindexed()).sorted()
    }

    /// The issues behind the project's latest keys.
    struct LatestIssues: Sendable {
        /// Those that were read, with their markers.
        var seen = BulkFetch()
        /// Those that the index alone showed, with the marker's label.
        var labelled: [IssueID] = []
    }

    /// Looks at the project's latest keys one by one, since reads by key do not lag behind writes as the index does.
    ///
    /// The index does not learn of issues in their order, nor does each part of it. So these are the fifty newest keys that it
    /// knows, the gaps among the thousand newest numbers, and the keys behind the highest, until a run of them has no issue.
    /// A Data Center is asked for those fifty only when the look is to be thorough: each is a call of its own there.
    func walk(isThorough: Bool = false) async throws -> LatestIssues {
        let site = try await session.proved().site
        let (project, isCloud) = (site.project, site.deployment == .cloud)
        let known = try await indexedKeys(in: project, withLabels: !isCloud)
        let highest = known.numbers.keys.max() ?? 0
        let latest = highest > 0 ? max(known.first, highest - 999)...highest : 1...1
        let isYoung = { (number: Int) in number > highest - 50 }
        let isClose = isCloud || isThorough
        let doubtful = latest.filter { (isClose && isYoung($0)) || known.numbers[$0] == nil }
        // With a few gaps it is one call of a hundred keys.
        var last = max(highest, await session.highestCreated) + max(50, 100 - doubtful.count)
        var numbers = doubtful + (highest + 1...last).filter { !doubtful.contains($0) }
        var all = LatestIssues()
        if !isClose {
            all.labelled = known.numbers.filter { isYoung($0.key) && $0.value.isLabelled }.map(\.value.id)
        }
        while last - highest < 20_000 {
            var keys = numbers.map { "\(project)-\($0)" }
            if !isCloud { keys = try await NamedSearch(session: session).possible(among: keys) }
            let look = try await IssueFetcher(session: session).fetch(
                keys.map(IssueReference.key),
                fields: ["status"],
                marker: true
            )
            all.seen.issues.merge(look.issues) { $1 }
            // An issue that moved away comes under another key: it, too, had one of these.
            let isUsed = look.issues.values.contains { issue in
                (issue["key"]?.string?.issueNumber(in: project) ?? .max) > last - 50
            }
            guard isUsed else { break }
            numbers = Array(last + 1...last + 100)
            last += 100
        }
        return all
    }

    /// The newest keys that the search index knows.
    private struct IndexedKeys {
        /// The issues by the numbers of their keys.
        var numbers: [Int: (id: IssueID, isLabelled: Bool)] = [:]
        /// The first number from which on one that is not among them is unknown to the index.
        var first = 1
    }

    private func indexedKeys(in project: String, withLabels: Bool) async throws -> IndexedKeys {
        let field = withLabels ? "labels" : "key"
        let search = IssueSearch(jql: JQL.project(project).newestFirst, fields: [field], size: 1000)
        let (issues, answer) = try await IndexSearch(session: session).pages(of: search, atMost: 1)
        var known = IndexedKeys()
        for issue in issues {
            guard let id = issue.issueID, let key = issue["key"]?.string else {
                throw JiraFailure(.nonsense, "Jira's answer has an issue without key.", call: answer.call)
                    .problem
            }
            let labels = issue["fields"]?["labels"]?.array ?? []
            let isLabelled = labels.contains { $0.string == Marker.name }
            if let number = key.issueNumber(in: project) { known.numbers[number] = (id, isLabelled) }
        }
        // A Data Center may give fewer than it was asked for.
        let isCut = answer.json?["total"]?.integer.map { $0 > issues.count } ?? false
        if isCut { known.first = known.numbers.keys.min() ?? 1 }
        return known
    }
}

extension String {
    /// The number of an issue's key when it is one of the project.
    func issueNumber(in project: String) -> Int? {
        guard hasPrefix(project + "-") else { return nil }
        return Int(dropFirst(project.count + 1))
    }
}
