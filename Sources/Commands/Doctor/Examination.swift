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
        let context: CommandContext
        do {
            context = try CommandContext(environment, options)
        } catch {
            // Of several lines each is a complaint of its own.
            let lines = error.summary.split(separator: "\n").map(String.init)
            let complaints = lines.map { Checkup.Check.problem("configuration", $0) }
            var checks =
                complaints.dropLast() + [
                    .problem("configuration", lines.last ?? "", hint: error.advised.hint)
                ]
            let rest = DatabaseChecks.names + JiraChecks.names + RepositoryChecks.names + ["state.journal"]
            checks += [Checkup.Check].skipped(rest, "the configuration cannot be used")
            return Checkup(Array(checks))
        }
        defer { context.progress.finish() }
        let inspectors = environment.makeInspectors(context, context.credentials)
        return await examine(context, inspectors)
    }

    private func examine(_ context: CommandContext, _ inspectors: Inspectors) async -> Checkup {
        let configuration = context.configuration
        let file = Path.display(configuration.path, from: context.environment.directory)
        var checks: [Checkup.Check] = [.ok("configuration", file)]
        context.progress.report(.began("Looking at the repository"))
        let repository = await inspectors.repository()
        context.progress.report(.began("Looking at the database"))
        let database = await inspectors.database(configuration.writtenColumns)
        context.progress.report(.began("Looking at Jira"))
        let tracker = await inspectors.tracker()
        checks += DatabaseChecks(database, configuration.database).all
        var proxy: String?
        if case .success(let access) = tracker.access { proxy = context.proxy(for: access.apiURL)?.name }
        let now = environment.now().seconds
        checks += JiraChecks(tracker, configuration, proxy: proxy, now: now).all
        checks += RepositoryChecks(repository, configuration.state, now: now).all
        if case .success(let found) = repository {
            checks.append(await journal(context, isAtWork: (try? found.locks.get().clone) != nil))
        } else {
            checks.append(.skipped("state.journal", "there is no repository"))
        }
        return Checkup(checks)
    }

    /// Tells of a run that died.
    private func journal(_ context: CommandContext, isAtWork: Bool) async -> Checkup.Check {
        let name = "state.journal"
        switch await Result.of({ try await environment.makeJournal(context).interrupted() }) {
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
