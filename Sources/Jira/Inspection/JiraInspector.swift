internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The look at everything that a sync will need of Jira, which changes nothing.
struct JiraInspector: Sendable {
    let session: JiraSession

    /// Looks at everything, and asks for all that can be asked; see ``JiraTracker/inspect(naming:permissions:now:)``.
    func inspect(
        naming names: [FieldName],
        permissions: [String],
        now: @Sendable () -> Int64
    ) async -> JiraInspection {
        let proof = await result { try await session.proved() }
        var inspection = JiraInspection(server: await result { try await server(now) })
        switch proof {
        case .success(let proof):
            inspection.account = .success(proof.site.account)
            inspection.project = .success(proof.site.project)
            if case .bearer = session.configuration.credentials, proof.site.deployment == .dataCenter {
                inspection.tokens = await result { try await AccessTokens(session: session).all() }
            }
        case .failure(let problem):
            await diagnose(problem, &inspection)
            return inspection
        }
        inspection.issueType = await result { try await issueTypeName() }
        async let allowed = result { try await granted(permissions) }
        async let ids = identify(names)
        if case .success = inspection.issueType { await lookAtIssues(&inspection) }
        inspection.permissions = await allowed
        inspection.names = await ids
        return inspection
    }

    /// Looks at the fields, the statuses and the ways of the configured issue type.
    private func lookAtIssues(_ inspection: inout JiraInspection) async {
        async let statuses = result { try await self.statuses() }
        inspection.fields = await result { try await session.creationFields() }
        let known = await statuses
        inspection.statuses = known.map { known in
            var told: [JiraInspection.Status] = []
            for status in known.map({ JiraInspection.Status($0.name, $0.category) })
            where !told.contains(status) {
                told.append(status)
            }
            return told
        }
        guard case .success(let statuses) = known else { return }
        inspection.closing = await result { try await way(.closed(resolution: nil), statuses) }
        inspection.reopening = await result { try await way(.open, statuses) }
    }

    /// Finds out whether it is the server, the caller or the project that cannot be had.
    private func diagnose(_ problem: Problem, _ inspection: inout JiraInspection) async {
        guard case .success = inspection.server else {
            if problem.kind == .credentials { inspection.account = .failure(problem) }
            return
        }
        inspection.account = await result { try await caller() }
        if case .success = inspection.account { inspection.project = .failure(problem) }
    }

    private func server(_ now: @Sendable () -> Int64) async throws -> JiraInspection.Server {
        let before = now()
        let answer = try await session.send(.get("/serverInfo")).json
        let time = answer?["serverTime"]?.string.flatMap { JiraTimestamp($0)?.milliseconds }
        let middle = before + (now() - before) / 2
        return JiraInspection.Server(
            deployment: answer?["deploymentType"]?.string ?? "Jira",
            version: answer?["version"]?.string ?? "",
            clockSkew: time.map { $0 / 1000 - middle }
        )
    }

    private func caller() async throws -> String {
        let caller = try await session.send(.get("/myself")).json
        let names = ["displayName", "emailAddress", "accountId", "name"]
        return names.lazy.compactMap { caller?[$0]?.string }.first ?? "unknown"
    }

    /// Returns the name of the configured issue type, as Jira spells it.
    private func issueTypeName() async throws -> String {
        let id = try await CreationForm(session: session).issueTypeID()
        let type = try await session.proved().issueTypes.first { $0.id == id }
        return type?.name ?? session.configuration.issueType
    }

    /// Returns those of some permissions that the account has in the project.
    private func granted(_ permissions: [String]) async throws -> Set<String> {
        let place = (name: "projectKey", value: try await session.proved().site.project)
        let told = try await AccountPermissions(session: session).told(of: permissions, at: place)
        return Set(permissions.filter { told[$0] == true })
    }

    /// Returns the statuses of the configured issue type's workflow; of all types' where its own are not told.
    private func statuses() async throws -> [IssueStatus] {
        let project = try await session.proved().site.project
        let type = try await CreationForm(session: session).issueTypeID()
        let answer = try await session.send(
            .get("/project/\(project.percentEncoded)/statuses", endpoint: "/project/{key}/statuses")
        )
        guard let types = answer.json?.array else {
            throw JiraFailure(.nonsense, "Jira's answer lists no statuses.", call: answer.call).problem
        }
        let own = types.first { $0["id"]?.string == type }.map { [$0] } ?? types
        return own.flatMap { $0["statuses"]?.array ?? [] }.compactMap { IssueStatus($0) }
    }

    /// Returns the way that the youngest issue which is not there yet would take to a goal; nil when there is no such issue.
    ///
    /// Jira tells only the steps from where an issue stands.
    private func way(_ goal: IssueChange.Goal, _ statuses: [IssueStatus]) async throws -> JiraInspection.Way?
    {
        let places = statuses.filter { !goal.isReached(by: $0.category) }.map(\.id)
        guard !places.isEmpty else { return nil }
        let type = try await CreationForm(session: session).issueTypeID()
        let jql = JQL.project(try await session.proved().site.project) && .type(type) && .statuses(places)
        let search = IssueSearch(jql: jql.newestFirst, fields: ["id"], size: 10)
        let ids = try await session.connection.page(of: search).issues.compactMap(\.issueID)
        guard !ids.isEmpty else { return nil }
        let references = ids.map(IssueReference.id)
        let fetcher = IssueFetcher(session: session)
        let look = try await fetcher.fetch(references, fields: IssuePosition.fields, marker: false)
        for id in ids {
            guard let standing = IssuePosition(look.issues[id]), !goal.isReached(by: standing.status.category)
            else { continue }
            let hops = session.configuration.limits.transitionHops
            let route = try await session.transitions.route(
                id,
                from: standing,
                to: goal,
                session.choice,
                hops: hops
            )
            let key = look.issues[id]?["key"]?.string ?? "\(id)"
            let start = standing.status.name
            return JiraInspection.Way(
                issue: key,
                from: start,
                via: route.via,
                obstacle: route.obstacle(of: key, goal, from: start)
            )
        }
        return nil
    }

    /// Returns the id of each field, or the problem of a name that means none.
    private func identify(_ names: [FieldName]) async -> [FieldName: Result<FieldName, Problem>] {
        guard !names.allSatisfy(FieldDirectory.isID) else {
            return Dictionary(uniqueKeysWithValues: names.map { ($0, .success($0)) })
        }
        let directory = await result {
            let answer = try await session.send(.get("/field"))
            let project = try await session.proved().site.projectID
            guard let directory = FieldDirectory(answer.json, project: project) else {
                throw JiraFailure(.nonsense, "Jira's answer lists no fields.", call: answer.call).problem
            }
            return directory
        }
        var ids: [FieldName: Result<FieldName, Problem>] = [:]
        // The names before one are asked for as well, since two names may mean one field.
        var known: [FieldName] = []
        for name in names {
            let id = directory.flatMap { $0.id(of: name, beside: known) }
            if case .success = id { known.append(name) }
            ids[name] = id
        }
        return ids
    }

    private func result<Success: Sendable>(
        _ body: @Sendable () async throws -> Success
    ) async -> Result<Success, Problem> {
        do {
            return .success(try await body())
        } catch {
            return .failure(.of(error))
        }
    }
}

extension FieldDirectory {
    /// Returns the id of a field, or the problem of a name that means none beside others.
    fileprivate func id(of name: FieldName, beside known: [FieldName]) -> Result<FieldName, Problem> {
        do throws(Problem) {
            return .success(try ids(of: known + [name])[name] ?? name)
        } catch {
            return .failure(error)
        }
    }
}
