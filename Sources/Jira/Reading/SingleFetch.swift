internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

// Data Center knows no call for many issues but the search, whose index lags and which shows no properties.

extension JiraConnection {
    /// Looks at one issue; nil when there is none, or when Jira says that the caller may not see it.
    func issue(
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

extension JiraTracker {
    /// Looks at issues one by one, several at once: what a read says is never older than the last write.
    func fetchOneByOne(
        _ references: [IssueReference],
        _ fields: [FieldName],
        _ hasMarker: Bool,
        into result: inout BulkFetch
    ) async throws {
        let connection = connection
        let limit = configuration.limits.changesAtOnce
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

    /// Returns issues by id as a search sees them: without markers, and as they were a while ago.
    ///
    /// Those that it does not show may be there all the same.
    func glimpses(of ids: [IssueID]) async throws -> [IssueID: Issue] {
        let reading = try await reading()
        let connection = connection
        let parts = ids.runs(of: configuration.limits.namedBatch).map(Array.init)
        let found = try await parts.mapConcurrently(atOnce: configuration.limits.readsAtOnce) { part in
            let search = IssueSearch(
                jql: JQL.ids(part.map(\.number)).oldestFirst,
                fields: reading.requestedFields,
                size: part.count,
                isStrict: false
            )
            do throws(JiraFailure) {
                return try await connection.issues(of: search).issues
            } catch {
                throw error.problem
            }
        }
        var glimpses: [IssueID: Issue] = [:]
        for issue in found.joined() {
            if let issue = reading.issue(issue) { glimpses[issue.id] = issue }
        }
        return glimpses
    }

    /// Returns those of some keys that may be an issue's.
    ///
    /// A search that names keys of which there are none is refused, and tells them: it asks the database for that, and not the
    /// index that lags. Of an answer of another kind nothing is believed: then all of them may be.
    func possible(among keys: [String]) async throws -> [String] {
        var possible: [String] = []
        for part in keys.runs(of: configuration.limits.namedBatch) {
            let search = IssueSearch(jql: JQL.keys(Array(part)), fields: ["id"], size: 0)
            do throws(JiraFailure) {
                _ = try await connection.page(of: search)
                possible += part
            } catch {
                guard error.kind == .rejected else { throw error.problem }
                let named = Set(error.errors.messages.flatMap(\.issueKeys))
                possible += part.filter { !named.contains($0) }
            }
        }
        return possible
    }
}

extension String {
    /// The words of a sentence that look like issues' keys.
    var issueKeys: [String] {
        split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.map(String.init)
            .filter { IssueReference.key($0).canExist }
    }
}
