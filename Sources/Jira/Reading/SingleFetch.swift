internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The reads of issues one by one: the only ones on Data Center that see what was written last.
struct SingleFetch: Sendable {
    let session: JiraSession
    let fields: [FieldName]
    let hasMarker: Bool

    /// Looks at issues, several at once.
    func add(_ references: [IssueReference], to result: inout BulkFetch) async throws {
        let connection = session.connection
        let limit = session.configuration.limits.changesAtOnce
        let answers = try await references.mapConcurrently(atOnce: limit) { reference in
            do throws(JiraFailure) {
                return try await connection.issue(reference, fields: fields, marker: hasMarker)
            } catch {
                throw error.problem
            }
        }
        do throws(JiraFailure) {
            for (reference, answer) in zip(references, answers) {
                if let answer { try result.add(answer, askedAs: reference) }
            }
        } catch {
            throw error.problem
        }
    }
}

extension JiraConnection {
    /// Looks at one issue; nil when there is none, or when Jira says that the caller may not see it.
    nonisolated func issue(
        _ reference: IssueReference,
        fields: [FieldName],
        marker hasMarker: Bool
    ) async throws(JiraFailure) -> JiraAnswer? {
        // The history tells what the field of that name tells on Cloud.
        let wantsHistory = fields.contains(CommentHistory.sinceField)
        let fields = fields.filter { $0 != CommentHistory.sinceField }
        var query = [(name: "fields", value: fields.joined(separator: ","))]
        if wantsHistory { query.append((name: "expand", value: "changelog")) }
        if hasMarker { query.append((name: "properties", value: Marker.name)) }
        let path = "/issue/\(reference.text.percentEncoded)"
        do throws(JiraFailure) {
            return try await send(.get(path, query, endpoint: "/issue/{id}"))
        } catch {
            // Only Jira itself says so in JSON: a proxy that keeps the caller out is another thing.
            let isHidden = error.status == 403 && !error.errors.messages.isEmpty
            guard error.kind == .notFound || isHidden else { throw error }
            return nil
        }
    }
}
