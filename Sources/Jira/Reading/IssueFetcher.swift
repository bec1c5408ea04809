internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The reads of issues by id and key, which see what was written last.
struct IssueFetcher: Sendable {
    let session: JiraSession

    /// Looks at issues by id and key once; those that Jira could not get to are asked for again.
    func fetch(
        _ references: [IssueReference],
        fields: [FieldName],
        marker hasMarker: Bool
    ) async throws -> BulkFetch {
        var result = BulkFetch()
        var pending = references
        for attempt in 0..<4 where !pending.isEmpty {
            if attempt > 0 { try await session.pause(.seconds(1 << attempt)) }
            result.errors = []
            try await add(pending, to: &result, fields: fields, marker: hasMarker)
            pending = pending.filter { result.errors.contains($0.text) && result.issue($0) == nil }
        }
        guard pending.isEmpty else { throw Problem.unreadable(pending.map(\.text)) }
        return result
    }

    /// Looks at one issue's position; nil when the issue is gone.
    func position(of issue: IssueID) async throws -> IssuePosition? {
        let look = try await fetch([.id(issue)], fields: IssuePosition.fields, marker: false)
        return IssuePosition(look.issues[issue])
    }

    private func add(
        _ references: [IssueReference],
        to result: inout BulkFetch,
        fields: [FieldName],
        marker hasMarker: Bool
    ) async throws {
        guard try await session.proved().site.deployment == .cloud else {
            let single = SingleFetch(session: session, fields: fields, hasMarker: hasMarker)
            return try await single.add(references, to: &result)
        }
        var rest = references[...]
        while !rest.isEmpty {
            let part = rest.prefix(await session.readBatch)
            var body: JSONObject = [
                "issueIdsOrKeys": .array(part.map { .string($0.text) }),
                "fields": .array(fields.map(JSON.string)),
            ]
            if hasMarker { body["properties"] = [.string(Marker.name)] }
            do throws(JiraFailure) {
                try result.add(try await session.connection.send(.query("/issue/bulkfetch", .object(body))))
                rest = rest.dropFirst(part.count)
            } catch {
                let small = session.configuration.limits.smallReadBatch
                guard error.kind == .rejected, part.count > small else { throw error.problem }
                // The larger calls have conditions that Jira may change: the smaller ones always work.
                await session.lowerReadBatch(to: small)
            }
        }
    }
}
