internal import JSON
internal import JiraAPI
public import Reconciliation
public import Workflow

extension JiraTracker {
    /// What looking for lost creates led to.
    struct Search: Sendable {
        /// What was found, by the markers' operations.
        var found: [String: CreatedIssue] = [:]
        /// Why the last look came to nothing: then nobody can say that the others do not exist.
        var failure: Problem?
    }

    /// Looks for issues that carry these markers: what became of creates whose answers were lost.
    ///
    /// Two ways are gone: a walk over the project's next keys, which does not lag behind, and a search by the label, whose
    /// index does. Both are gone again and again until all are found or `Limits.settle` is over since the creates were sent.
    ///
    /// - Throws: A `Problem` when something was not found and the last look failed: then it may be there.
    public func find(_ markers: [Marker], age: Duration) async throws -> [String: CreatedIssue] {
        guard !markers.isEmpty else { return [:] }
        // They were made before the caller was proved, and the clocks may differ: hence the margin.
        let since = try await proved().site.time - age.wholeMilliseconds - 600_000
        let search = await withTaskCancellationHandler {
            await lookUp(markers, since: since, age: age)
        } onCancel: {
            connection.stop.raise()
        }
        guard search.found.count < Set(markers.map(\.operation)).count else { return search.found }
        if let failure = search.failure { throw failure }
        // Whom Jira does not know any more it shows nothing.
        try await proveAgain()
        return search.found
    }

    /// Looks several times with waits in between, until all are found or can no longer turn up.
    func lookUp(_ markers: [Marker], since: Int64, age: Duration = .zero) async -> Search {
        let wanted = Set(markers.map(\.operation))
        var search = Search()
        let start = timing.now()
        let limit = configuration.limits.settle - age
        var schedule = LookSchedule(limit: limit)
        while true {
            do {
                try await look(for: wanted, since, &search.found)
                search.failure = nil
            } catch {
                search.failure = error as? Problem ?? Problem(.failure, "\(error)")
            }
            let missing = wanted.count - search.found.count
            // Who is not let in, or is told to stop, need not wait for another look.
            let isHopeless = [.credentials, .usage, .interrupted].contains(search.failure?.kind)
            guard missing > 0, !isHopeless, let wait = schedule.next(after: timing.now() - start) else {
                return search
            }
            guard !connection.stop.isRaised else {
                search.failure = .interrupted
                return search
            }
            do {
                let reason =
                    "Jira has not answered \(missing) of the creates: waiting for them to turn up, \(limit.inSeconds) at most."
                try await pause(wait, reason: reason)
            } catch {
                search.failure = error as? Problem ?? .interrupted
                return search
            }
        }
    }

    /// Looks once.
    ///
    /// The walk comes first: what it is too late for is then known to the index.
    private func look(
        for wanted: Set<String>,
        _ since: Int64,
        _ found: inout [String: CreatedIssue]
    ) async throws {
        collect(try await walk(isThorough: true).seen, wanted, &found)
        guard found.count < wanted.count else { return }
        let label = JQL.project(try await proved().site.project) && .label(Marker.name)
        let jql = since > 0 ? label && .created(since: since) : label
        // The youngest first, and one page of them: what was lost lately is among the last few thousand.
        for part in try await search(jql.newestFirst, pages: 1).runs(of: configuration.limits.readBatch) {
            let look = try await fetch(part.map(IssueReference.id), fields: ["status"], marker: true)
            collect(look, wanted, &found)
        }
    }

    private func collect(_ look: BulkFetch, _ wanted: Set<String>, _ found: inout [String: CreatedIssue]) {
        for (id, issue) in look.issues {
            guard let marker = Marker(issue["properties"]?[Marker.name]), wanted.contains(marker.operation),
                let key = issue["key"]?.string
            else { continue }
            // Of several the oldest is the original, the others are clones.
            if let other = found[marker.operation], other.id < id { continue }
            found[marker.operation] = CreatedIssue(id: id, key: key)
        }
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 { Int64(self / .milliseconds(1)) }

    /// The time as people read it in a sentence.
    var inSeconds: String {
        let seconds = self / .seconds(1)
        return seconds.rounded() == seconds ? "\(Int(seconds)) s" : "\((seconds * 10).rounded() / 10) s"
    }
}
