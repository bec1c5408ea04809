import Presentation
import Reconciliation
import StateStore
import Workflow

/// Looks at all that a plan and an apply need, part by part.
struct Examination {
    private let environment: Environment
    private let options: CommonOptions

    init(_ environment: Environment, _ options: CommonOptions) {
        self.environment = environment
        self.options = options
    }

    /// Looks, and changes nothing.
    func run() async -> Checkup {
        let place: CommandContext
        do {
            place = try CommandContext(environment, options)
        } catch {
            // Of several lines each is a complaint of its own.
            let lines = error.summary.split(separator: "\n").map(String.init)
            let complaints = lines.map { Checkup.Check.problem("configuration", $0) }
            var checks =
                complaints.dropLast() + [.problem("configuration", lines.last ?? "", hint: error.hint)]
            let rest = DatabaseChecks.names + JiraChecks.names + RepositoryChecks.names + ["state.journal"]
            checks += [Checkup.Check].skipped(rest, "the configuration cannot be used")
            return Checkup(Array(checks))
        }
        defer { place.progress.finish() }
        let inspectors = environment.makeInspectors(place, place.credentials)
        return await examine(place, inspectors)
    }

    private func examine(_ place: CommandContext, _ inspectors: Inspectors) async -> Checkup {
        let configuration = place.configuration
        let file = Path.display(configuration.path, from: place.environment.directory)
        var checks: [Checkup.Check] = [.ok("configuration", file)]
        place.progress.report(.began("Looking at the repository"))
        let repository = await inspectors.repository()
        place.progress.report(.began("Looking at the database"))
        let database = await inspectors.database(configuration.writtenColumns)
        place.progress.report(.began("Looking at Jira"))
        let tracker = await inspectors.tracker()
        checks += DatabaseChecks(database, configuration.database).all
        var proxy: String?
        if case .success(let access) = tracker.access { proxy = place.proxy(for: access.apiURL)?.name }
        let now = environment.now().seconds
        checks += JiraChecks(tracker, configuration, proxy: proxy, now: now).all
        checks += RepositoryChecks(repository, configuration.state, now: now).all
        if case .success(let found) = repository {
            checks.append(await journal(place, isAtWork: (try? found.locks.get().clone) != nil))
        } else {
            checks.append(.skipped("state.journal", "there is no repository"))
        }
        return Checkup(checks)
    }

    /// Tells of a run that died.
    private func journal(_ place: CommandContext, isAtWork: Bool) async -> Checkup.Check {
        let name = "state.journal"
        switch await Result.of({ try await environment.makeJournal(place).interrupted() }) {
        case .failure(let problem): return .problem(name, problem)
        case .success(let records?) where !records.isEmpty:
            if isAtWork { return .ok(name, "of the run that is at work") }
            return .warning(
                name,
                "An earlier run did not finish, and what it did is not recorded yet",
                hint:
                    "Run audit-jira sync or audit-jira apply: it first finds out what was done, and records it"
            )
        case .success: return .ok(name, "no run was interrupted")
        }
    }
}

extension Configuration {
    /// The columns of the table that are written.
    var writtenColumns: Set<String> {
        let assignments = [updates.onStarted, updates.onResolved, updates.onReopened].joined()
        return Set(assignments.map(\.column) + [database.schema.debt, database.schema.tickets])
    }
}
