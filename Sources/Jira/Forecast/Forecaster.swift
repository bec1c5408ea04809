internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The prospects of a plan's actions: it asks what the run that carries them out would be told.
struct Forecaster: Sendable {
    let session: JiraSession

    private var configuration: JiraConfiguration { session.configuration }

    /// Returns the prospects of actions, in their order; see ``JiraTracker/forecasts(for:)``.
    func forecasts(for actions: [Action]) async throws -> [Forecast] {
        let intents = actions.map(IssueIntent.init)
        let wanted = PermissionNeed.all(of: intents, project: configuration.project)
        guard !wanted.isEmpty else { return actions.map { _ in Forecast() } }
        let moves = intents.count {
            if case .change(let change) = $0 { change.transition != nil } else { false }
        }
        let isCloud = try await session.proved().site.deployment == .cloud
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
                return Forecast(obstacle: barrier(to: intent, lacking) ?? screen?.obstacle(to: draft))
            case .change(let change):
                if let obstacle = barrier(to: intent, lacking) { return Forecast(obstacle: obstacle) }
                if let obstacle = screen?.obstacle(to: change) { return Forecast(obstacle: obstacle) }
                guard let goal = change.transition, let known = routes[change.issue] else {
                    return Forecast()
                }
                var forecast = Self.forecast(of: known.route, for: change.key, goal, from: known.start)
                forecast.isBulk = isBulk && known.route.isPlain
                return forecast
            }
        }
    }

    private func barrier(to intent: IssueIntent, _ lacking: Set<PermissionNeed>) -> Obstacle? {
        PermissionNeed.obstacle(to: intent, lacking: lacking, in: configuration.project)
    }

    private static func forecast(
        of route: TransitionRoute,
        for key: String,
        _ goal: IssueChange.Goal,
        from start: String
    ) -> Forecast {
        guard let problem = route.obstacle(of: key, goal, from: start) else {
            return Forecast(via: route.via)
        }
        return Forecast(obstacle: Obstacle(problem.summary.withStop, hint: problem.hint?.withStop ?? ""))
    }

    /// Returns the permissions that the account lacks in the project, none where Jira does not tell; and whether it may change
    /// issues in bulk.
    private func permissions(
        _ needs: Set<PermissionNeed>,
        asksBulk: Bool
    ) async throws -> (lacking: Set<PermissionNeed>, mayBulk: Bool) {
        let bulk = "BULK_CHANGE"
        let names = (needs.map(\.rawValue) + (asksBulk ? [bulk] : [])).sorted()
        let place = (name: "projectKey", value: configuration.project)
        let permissions = AccountPermissions(session: session)
        let told = try await told { try await permissions.told(of: names, at: place) } ?? [:]
        return (needs.filter { told[$0.rawValue] == false }, told[bulk] == true)
    }

    /// The fields of the project; nil where no action depends on them, or where Jira does not tell.
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
        let known = try await told { try await session.creationFields() }
        guard let known, !known.isEmpty else { return nil }
        let writer = try await FieldWriter(known: known, naming: fields, in: session)
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
        let (choice, hops) = (session.choice, configuration.limits.transitionHops)
        for part in goals.keys.sorted().runs(of: configuration.limits.smallReadBatch) {
            let look = try await standings(of: Array(part))
            for id in part {
                guard let goal = goals[id], let standing = IssuePosition(look[id]) else { continue }
                let trip = Trip(place: standing.key, goal: goal)
                if known[trip] == nil {
                    known[trip] = try await told {
                        try await session.transitions.route(id, from: standing, to: goal, choice, hops: hops)
                    }
                }
                routes[id] = known[trip].map { ($0, standing.status.name) }
            }
        }
        return routes
    }

    /// Returns the positions of issues; on Data Center, which reads issues one by one, as a search sees them.
    private func standings(of ids: [IssueID]) async throws -> [IssueID: JSON] {
        guard try await session.proved().site.deployment == .dataCenter else {
            let references = ids.map(IssueReference.id)
            let fetcher = IssueFetcher(session: session)
            return try await fetcher.fetch(references, fields: IssuePosition.fields, marker: false).issues
        }
        let search = IssueSearch(
            jql: JQL.ids(ids.map(\.number)).oldestFirst,
            fields: IssuePosition.fields,
            size: ids.count,
            isStrict: false
        )
        let found = try await told { try await session.connection.issues(of: search).issues } ?? []
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

/// The start and the goal of issues of a type.
private struct Trip: Hashable {
    var place: IssuePosition.Key
    var goal: IssueChange.Goal
}
