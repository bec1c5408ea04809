internal import JSON
internal import JiraAPI
public import Reconciliation
internal import Workflow

extension JiraTracker {
    /// Returns how actions of a plan will fare, in their order: which way they go through the workflow, and what is in
    /// their way.
    ///
    /// It tells what the run that carries them out would be told: permissions, fields that a new issue has to have, values
    /// that a field does not take, a workflow without a way. What Jira does not tell is not held against an action.
    public func forecasts(for actions: [Action]) async throws -> [Forecast] {
        let intents = actions.map(IssueIntent.init)
        let wanted = PermissionNeed.all(of: intents, project: configuration.project)
        guard !wanted.isEmpty else { return actions.map { _ in Forecast() } }
        let moves = intents.count {
            if case .change(let change) = $0 { change.transition != nil } else { false }
        }
        let isCloud = try await proved().site.deployment == .cloud
        let asksBulk = isCloud && moves >= configuration.limits.bulkFrom
        async let answer = permissions(wanted, asksBulk: asksBulk)
        let screen = try await screen(for: intents)
        let routes = try await routes(for: intents)
        let (lacking, mayBulk) = try await answer
        let isBulk = mayBulk && routes.values.count { $0.route.isPlain } >= configuration.limits.bulkFrom
        return intents.map { intent in
            switch intent {
            case .nothing: return Forecast()
            case .create(let draft):
                let obstacle = PermissionNeed.obstacle(intent, lacking, configuration.project)
                return Forecast(obstacle: obstacle ?? screen?.obstacle(to: draft))
            case .change(let change):
                if let obstacle = PermissionNeed.obstacle(intent, lacking, configuration.project) {
                    return Forecast(obstacle: obstacle)
                }
                if let obstacle = screen?.obstacle(to: change) { return Forecast(obstacle: obstacle) }
                guard let goal = change.transition, let known = routes[change.issue] else {
                    return Forecast()
                }
                var forecast = Self.forecast(of: known.route, change.key, goal, from: known.start)
                forecast.isBulk = isBulk && known.route.isPlain
                return forecast
            }
        }
    }

    private static func forecast(
        of route: TransitionRoute,
        _ key: String,
        _ goal: IssueChange.Goal,
        from start: String
    ) -> Forecast {
        guard let problem = route.obstacle(of: key, goal, from: start) else {
            return Forecast(via: route.via)
        }
        return Forecast(obstacle: Obstacle(problem.summary, hint: problem.hint ?? ""))
    }

    /// Returns which of the permissions the account lacks in the project, none where Jira does not tell; and whether it
    /// may change issues in bulk.
    private func permissions(
        _ needs: Set<PermissionNeed>,
        asksBulk: Bool
    ) async throws -> (lacking: Set<PermissionNeed>, mayBulk: Bool) {
        let bulk = "BULK_CHANGE"
        let names = (needs.map(\.rawValue) + (asksBulk ? [bulk] : [])).sorted()
        let place = (name: "projectKey", value: configuration.project)
        let answer = try await told { try await self.permissions(names, place) }
        let permissions = answer?.json?["permissions"]
        let lacking = needs.filter { permissions?[$0.rawValue]?["havePermission"]?.bool == false }
        return (lacking, permissions?[bulk]?["havePermission"]?.bool == true)
    }

    /// What the project's fields take; nil where no action depends on it, or where Jira does not tell.
    private func screen(for intents: [IssueIntent]) async throws -> CreationScreen? {
        let fields = intents.compactMap { intent -> [FieldName: FieldValue]? in
            switch intent {
            case .create(let draft): draft.fields
            case .change(let change):
                change.fields.keys.allSatisfy(CreationScreen.takesAnything) ? nil : change.fields
            case .nothing: nil
            }
        }
        guard !fields.isEmpty else { return nil }
        let known = try await told { try await self.creationForm() }
        guard let known, !known.isEmpty else { return nil }
        let proof = try await proved()
        let format = proof.site.deployment.format(table: configuration.table)
        var writer = FieldWriter(format: format, known: known, ids: proof.fieldIDs)
        writer.people = try await people(in: fields, writer)
        return CreationScreen(fields: known, writer: writer)
    }

    /// Returns the ways of the issues that are to be moved, each with the name of the status where it begins.
    ///
    /// Issues of one type that stand at one status go one way.
    private func routes(
        for intents: [IssueIntent]
    ) async throws -> [IssueID: (route: TransitionRoute, start: String)] {
        var goals: [IssueID: IssueChange.Goal] = [:]
        for case .change(let change) in intents { goals[change.issue] = change.transition }
        guard !goals.isEmpty else { return [:] }
        var routes: [IssueID: (route: TransitionRoute, start: String)] = [:]
        var known: [Trip: TransitionRoute] = [:]
        let choice = TransitionChoice(
            closedStatuses: configuration.closedStatuses,
            openStatuses: configuration.openStatuses
        )
        let hops = configuration.limits.transitionHops
        for part in goals.keys.sorted().runs(of: configuration.limits.smallReadBatch) {
            let look = try await standings(of: Array(part))
            for id in part {
                guard let goal = goals[id], let standing = IssuePosition(look[id]) else { continue }
                let trip = Trip(place: standing.key, goal: goal)
                if known[trip] == nil {
                    known[trip] = try await told {
                        try await self.book.route(id, from: standing, to: goal, choice, hops: hops)
                    }
                }
                routes[id] = known[trip].map { ($0, standing.status.name) }
            }
        }
        return routes
    }

    /// Returns where issues stand; on Data Center, which reads issues one by one, as a search sees them.
    private func standings(of ids: [IssueID]) async throws -> [IssueID: JSON] {
        guard try await proved().site.deployment == .dataCenter else {
            return try await fetch(ids.map(IssueReference.id), fields: IssuePosition.fields, marker: false)
                .issues
        }
        let search = IssueSearch(
            jql: JQL.ids(ids.map(\.number)).oldestFirst,
            fields: IssuePosition.fields,
            size: ids.count,
            isStrict: false
        )
        let found = try await told { try await self.connection.issues(of: search).issues } ?? []
        return Dictionary(found.compactMap { issue in issue.issueID.map { ($0, issue) } }) { first, _ in first
        }
    }

    /// Returns an answer; nil where Jira has none to give: an administrator may keep these questions from an account.
    private func told<Answer: Sendable>(
        _ ask: @Sendable () async throws -> Answer
    ) async throws -> Answer? {
        do {
            return try await ask()
        } catch let failure as JiraFailure {
            guard [.notFound, .rejected, .forbidden, .nonsense].contains(failure.kind) else {
                throw failure.problem
            }
            return nil
        }
    }
}

/// Where issues of a type stand, and where they are to go.
private struct Trip: Hashable {
    var place: IssuePosition.Key
    var goal: IssueChange.Goal
}
