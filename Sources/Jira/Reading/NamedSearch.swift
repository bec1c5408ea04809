internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The searches that name issues by id or key: a Data Center knows no other call for many issues.
///
/// Their index lags, and they show no properties.
struct NamedSearch: Sendable {
    let session: JiraSession

    /// Returns issues by id as a search sees them: without markers, and as they were a while ago.
    ///
    /// Those that it does not show may be there all the same.
    func glimpses(of ids: [IssueID]) async throws -> [IssueID: Issue] {
        let decoder = try await session.decoder()
        let limits = session.configuration.limits
        let parts = ids.runs(of: limits.namedBatch).map(Array.init)
        let found = try await parts.mapConcurrently(atOnce: limits.readsAtOnce) { part in
            let search = IssueSearch(
                jql: JQL.ids(part.map(\.number)).oldestFirst,
                fields: decoder.requestedFields,
                size: part.count,
                isStrict: false
            )
            do throws(JiraFailure) {
                return try await session.connection.issues(of: search).issues
            } catch {
                throw error.problem
            }
        }
        var glimpses: [IssueID: Issue] = [:]
        for issue in found.joined() {
            if let issue = decoder.issue(issue) { glimpses[issue.id] = issue }
        }
        return glimpses
    }

    /// Returns those of some keys that may be an issue's.
    ///
    /// A search that names keys of which there are none is refused, and tells them: it asks the database for that, and not the
    /// index that lags. Of an answer of another kind nothing is believed: then all of them may be.
    func possible(among keys: [String]) async throws -> [String] {
        var possible: [String] = []
        for part in keys.runs(of: session.configuration.limits.namedBatch) {
            let search = IssueSearch(jql: JQL.keys(Array(part)), fields: ["id"], size: 0)
            do throws(JiraFailure) {
                _ = try await session.connection.page(of: search)
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
    fileprivate var issueKeys: [String] {
        split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }.map(String.init)
            .filter { IssueReference.key($0).canExist }
    }
}
