internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The search for issues whose creates were not answered.
struct LostCreateSearch: Sendable {
    let session: JiraSession

    /// The outcome of looking for lost creates.
    struct Result: Sendable {
        /// The issues that were found, by the markers' operations.
        var found: [String: CreatedIssue] = [:]
        /// The problem of the last look: then the others may exist all the same.
        var failure: Problem?
    }

    /// Looks for issues that carry these markers; see ``JiraTracker/find(_:age:)``.
    func find(_ markers: [Marker], age: Duration) async throws -> [String: CreatedIssue] {
        guard !markers.isEmpty else { return [:] }
        // They were made before the caller was proved, and the clocks may differ: hence the margin.
        let since = try await session.proved().site.time - age.wholeMilliseconds - 600_000
        let stop = session.connection.stop
        let result = await withTaskCancellationHandler {
            await lookUp(markers, since: since, age: age)
        } onCancel: {
            stop.raise()
        }
        guard result.found.count < Set(markers.map(\.operation)).count else { return result.found }
        if let failure = result.failure { throw failure }
        // A caller whom Jira does not know any more is shown nothing.
        try await session.proveAgain()
        return result.found
    }

    /// Looks several times with waits in between, until all are found or can no longer turn up.
    func lookUp(_ markers: [Marker], since: Int64, age: Duration = .zero) async -> Result {
        let wanted = Set(markers.map(\.operation))
        var result = Result()
        let start = session.timing.now()
        let limit = session.configuration.limits.settle - age
        var schedule = LookSchedule(limit: limit)
        while true {
            do {
                try await look(for: wanted, since: since, into: &result.found)
                result.failure = nil
            } catch {
                result.failure = .of(error)
            }
            let missing = wanted.count - result.found.count
            // A caller who is not let in, or is told to stop, need not wait for another look.
            let isHopeless = [.credentials, .usage, .interrupted].contains(result.failure?.kind)
            guard missing > 0, !isHopeless, let wait = schedule.next(after: session.timing.now() - start)
            else { return result }
            guard !session.connection.stop.isRaised else {
                result.failure = .interrupted
                return result
            }
            do throws(Problem) {
                let reason =
                    "Jira has not answered \(missing) of the creates: waiting for them to turn up, \(limit.inSeconds) at most."
                try await session.pause(wait, reason: reason)
            } catch {
                result.failure = error
                return result
            }
        }
    }

    /// Looks once.
    ///
    /// The walk comes first: what it is too late for is then known to the index.
    private func look(
        for wanted: Set<String>,
        since: Int64,
        into found: inout [String: CreatedIssue]
    ) async throws {
        let walk = try await UnindexedIssues(session: session).walk(isThorough: true)
        Self.collect(walk.seen, wanted, into: &found)
        guard found.count < wanted.count else { return }
        let label = JQL.project(try await session.proved().site.project) && .label(Marker.name)
        let jql = since > 0 ? label && .created(since: since) : label
        // The youngest first, and one page of them: what was lost lately is among the last few thousand.
        let ids = try await IndexSearch(session: session).ids(of: jql.newestFirst, pages: 1)
        for part in ids.runs(of: session.configuration.limits.readBatch) {
            let look = try await IssueFetcher(session: session).fetch(
                part.map(IssueReference.id),
                fields: ["status"],
                marker: true
            )
            Self.collect(look, wanted, into: &found)
        }
    }

    private static func collect(
        _ look: BulkFetch,
        _ wanted: Set<String>,
        into found: inout [String: CreatedIssue]
    ) {
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
