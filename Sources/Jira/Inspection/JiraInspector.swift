internal import JSON
internal import JiraAPI
public import Reconciliation
internal import Workflow

extension JiraTracker {
    /// Looks at everything that a sync will need of Jira, and changes nothing.
    ///
    /// The tracker itself is best made without mapped fields, so that a name which means none is found here and does not keep
    /// the rest from being asked.
    ///
    /// - Parameters:
    ///   - names: The mapped fields, by the names that the configuration gives them.
    ///   - permissions: The permissions to ask for, by Jira's names for them.
    ///   - now: Returns the seconds since 1970.
    /// - Returns: What was found, good or bad.
    public func inspect(
        naming names: [FieldName],
        permissions: [String],
        now: @Sendable () -> Int64
    ) async -> JiraInspection {
        let proof = await result { try await self.proved() }
        var inspection = JiraInspection(server: await result { try await self.server(now) })
        switch proof {
        case .success(let proof):
            inspection.account = .success(proof.site.account)
            inspection.project = .success(proof.site.project)
            if case .bearer = configuration.credentials, proof.site.deployment == .dataCenter {
                inspection.tokens = await result { try await self.tokens() }
            }
        case .failure(let problem):
            await diagnose(problem, &inspection)
            return inspection
        }
        inspection.issueType = await result { try await self.issueTypeName() }
        async let allowed = result { try await self.granted(permissions) }
        async let ids = identify(names)
        if case .success = inspection.issueType {
            async let statuses = result { try await self.statuses() }
            inspection.fields = await result { try await self.creationFields() }
            let known = await statuses
            inspection.statuses = known.map { known in
                var told: [JiraInspection.Status] = []
                for status in known.map({ JiraInspection.Status($0.name, $0.category) })
                where !told.contains(status) {
                    told.append(status)
                }
                return told
            }
            if case .success(let statuses) = known {
                inspection.closing = await result { try await self.way(.closed(resolution: nil), statuses) }
                inspection.reopening = await result { try await self.way(.open, statuses) }
            }
        }
        inspection.permissions = await allowed
        inspection.names = await ids
        return inspection
    }

    /// Finds out whether it is the server, the caller or the project that cannot be had.
    private func diagnose(_ problem: Problem, _ inspection: inout JiraInspection) async {
        guard case .success = inspection.server else {
            if problem.kind == .credentials { inspection.account = .failure(problem) }
            return
        }
        inspection.account = await result { try await self.caller() }
        if case .success = inspection.account { inspection.project = .failure(problem) }
    }

    private func server(_ now: @Sendable () -> Int64) async throws -> JiraInspection.Server {
        let before = now()
        let answer = try await send(.get("/serverInfo")).json
        let time = answer?["serverTime"]?.string.flatMap { JiraTimestamp($0)?.milliseconds }
        let middle = before + (now() - before) / 2
        return JiraInspection.Server(
            deployment: answer?["deploymentType"]?.string ?? "Jira",
            version: answer?["version"]?.string ?? "",
            clockSkew: time.map { $0 / 1000 - middle }
        )
    }

    private func caller() async throws -> String {
        let caller = try await send(.get("/myself")).json
        let names = ["displayName", "emailAddress", "accountId", "name"]
        return names.lazy.compactMap { caller?[$0]?.string }.first ?? "unknown"
    }

    /// Returns the name of the configured issue type, as Jira spells it.
    private func issueTypeName() async throws -> String {
        let id = try await issueTypeID()
        return try await proved().issueTypes.first { $0.id == id }?.name ?? configuration.issueType
    }

    /// Returns which of some permissions the account has in the project.
    private func granted(_ permissions: [String]) async throws -> Set<String> {
        let place = (name: "projectKey", value: try await proved().site.project)
        let answer = try await self.permissions(permissions, place)
        return Set(permissions.filter { answer.json?["permissions"]?[$0]?["havePermission"]?.bool == true })
    }

    /// Returns the statuses of the configured issue type's workflow; of all types' where its own are not told.
    private func statuses() async throws -> [IssueStatus] {
        let (project, type) = try await (proved().site.project, issueTypeID())
        let answer = try await send(
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
        let type = try await issueTypeID()
        let jql = JQL.project(try await proved().site.project) && .type(type) && .statuses(places)
        let search = IssueSearch(jql: jql.newestFirst, fields: ["id"], size: 10)
        let ids = try await connection.page(of: search).issues.compactMap(\.issueID)
        guard !ids.isEmpty else { return nil }
        let look = try await fetch(ids.map(IssueReference.id), fields: IssuePosition.fields, marker: false)
        for id in ids {
            guard let standing = IssuePosition(look.issues[id]), !goal.isReached(by: standing.status.category)
            else { continue }
            let choice = TransitionChoice(
                closedStatuses: configuration.closedStatuses,
                openStatuses: configuration.openStatuses
            )
            let hops = configuration.limits.transitionHops
            let route = try await book.route(id, from: standing, to: goal, choice, hops: hops)
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

    /// Returns the id of each field, or why its name means none.
    private func identify(_ names: [FieldName]) async -> [FieldName: Result<FieldName, Problem>] {
        guard !names.allSatisfy(FieldDirectory.isID) else {
            return Dictionary(uniqueKeysWithValues: names.map { ($0, .success($0)) })
        }
        let directory = await result {
            let answer = try await self.send(.get("/field"))
            guard let directory = FieldDirectory(answer.json, project: try await self.proved().site.projectID)
            else {
                throw JiraFailure(.nonsense, "Jira's answer lists no fields.", call: answer.call).problem
            }
            return directory
        }
        var ids: [FieldName: Result<FieldName, Problem>] = [:]
        for (place, name) in names.enumerated() {
            ids[name] = directory.flatMap { directory in
                do throws(Problem) {
                    // Those before it are asked for as well, since two names may mean one field.
                    let known = names[..<place].filter { if case .success = ids[$0] { true } else { false } }
                    return .success(try directory.ids(of: known + [name])[name] ?? name)
                } catch {
                    return .failure(error)
                }
            }
        }
        return ids
    }

    private func result<Success: Sendable>(
        _ body: @Sendable () async throws -> Success
    ) async -> Result<Success, Problem> {
        do {
            return .success(try await body())
        } catch let problem as Problem {
            return .failure(problem)
        } catch let failure as JiraFailure {
            return .failure(failure.problem)
        } catch {
            return .failure(Problem(.failure, "\(error)"))
        }
    }
}
