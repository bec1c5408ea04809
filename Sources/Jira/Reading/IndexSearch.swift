internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The searches in Jira's index, which lags behind writes by seconds to minutes.
struct IndexSearch: Sendable {
    let session: JiraSession

    /// Returns the project's issues with the marker's label: all, or those changed since a moment.
    func marked(since: Int64?) async throws -> MarkedIssues {
        let all = JQL.project(try await session.proved().site.project) && .label(Marker.name)
        guard let since else { return MarkedIssues(ids: try await ids(of: all.oldestFirst)) }
        async let total = count(all)
        let ids = try await ids(of: (all && .updated(since: since)).oldestFirst)
        return MarkedIssues(ids: ids, total: try await total)
    }

    /// Returns about how many issues a search would find.
    private func count(_ jql: JQL) async throws -> Int {
        if try await session.proved().site.deployment == .dataCenter {
            let search = IssueSearch(jql: jql, fields: ["id"], size: 0)
            do throws(JiraFailure) {
                return try await session.connection.page(of: search).total ?? 0
            } catch {
                throw error.problem
            }
        }
        let call = JiraCall.query("/search/approximate-count", ["jql": .string(jql.text)])
        let answer = try await session.send(call)
        guard let total = answer.json?["count"]?.integer else {
            throw JiraFailure(.nonsense, "Jira's answer holds no count.", call: answer.call).problem
        }
        return total
    }

    /// Returns the ids of the issues that a search finds, or of those on its first pages, in ascending order.
    func ids(of jql: JQL, pages: Int = .max) async throws -> [IssueID] {
        let isCloud = try await session.proved().site.deployment == .cloud
        let limit = session.configuration.limits.searchPage
        let size = isCloud ? limit : min(limit, 1000)
        let search = IssueSearch(jql: jql, fields: ["id"], size: size)
        let (issues, answer) = try await self.pages(of: search, atMost: pages)
        var ids: Set<IssueID> = []
        for issue in issues {
            guard let id = issue.issueID else {
                throw JiraFailure(.nonsense, "Jira's answer has an issue without id.", call: answer.call)
                    .problem
            }
            ids.insert(id)
        }
        return ids.sorted()
    }

    /// Asks for pages of a search; that nothing was found is believed of a proved caller alone.
    func pages(
        of search: IssueSearch,
        atMost pages: Int
    ) async throws -> (issues: [JSON], answer: JiraAnswer) {
        let found: (issues: [JSON], answer: JiraAnswer)
        do throws(JiraFailure) {
            found = try await session.connection.issues(of: search, pages: pages)
        } catch {
            throw error.problem
        }
        if found.issues.isEmpty { try await session.confirm(found.answer) }
        return found
    }
}
