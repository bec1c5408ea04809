import Foundation
import Hashing
import Presentation
import Reconciliation
import Workflow

/// A command's surroundings once its options are read: the configuration, and ways to the two sides and the state.
struct CommandContext: Sendable {
    let environment: Environment
    let configuration: Configuration
    let settings: Settings
    let digest: Digest
    /// The progress of the command.
    let progress: Progress
    /// The way of the command's result to its reader.
    let output: Output

    /// SHA-256, for the core.
    static let digester = Digester { Digest(words: SHA256.words(of: $0)) }

    /// Reads the configuration that the options and the surroundings name.
    init(_ environment: Environment, _ options: CommonOptions) throws(Problem) {
        let environment = try environment.moved(to: options.chdir)
        let path = try Configuration.find(options.config, from: environment.directory)
        self.init(environment, try Configuration(reading: path), options: options)
    }

    /// Takes a configuration that was made otherwise.
    init(_ environment: Environment, _ configuration: Configuration, options: CommonOptions) {
        let console = environment.console
        let progress = Progress(console, format: options.logFormat, isVerbose: options.verbose)
        environment.ending.add { progress.finish() }
        let output = Output(environment, options, progress: progress)
        self.init(environment, configuration, progress: progress, output: output)
    }

    private init(
        _ environment: Environment,
        _ configuration: Configuration,
        progress: Progress,
        output: Output
    ) {
        self.environment = environment
        self.configuration = configuration
        self.progress = progress
        self.output = output
        settings = configuration.settings(Self.digester)
        digest = configuration.digest(Self.digester)
    }

    /// Returns the same context with another configuration.
    func with(_ change: (inout Configuration) -> Void) -> CommandContext {
        var configuration = configuration
        change(&configuration)
        return CommandContext(environment, configuration, progress: progress, output: output)
    }

    /// The credentials, looked up when they are asked for.
    var credentials: Credentials { Credentials(environment: environment, configuration: configuration) }

    /// The ways to both sides and the state; throws when credentials are missing.
    ///
    /// Where a mapped field has a name that means something else in plans, Jira is asked for its id.
    func adapters() async throws -> Adapters {
        warnOfExpiry()
        var adapters = try environment.makeAdapters(self, credentials)
        if settings.mapping.fields.contains(where: { StepEntry.words.contains($0.name) }) {
            adapters.fieldIDs = try await adapters.tracker.site().fieldIDs
        }
        return adapters
    }

    /// The settings of a comparison, with the fields called as plans call them.
    func settings(naming fieldIDs: [FieldName: FieldName]) -> Settings {
        var settings = settings
        settings.mapping = settings.mapping.renamed(fieldIDs)
        return settings
    }

    /// Warns when Jira's token expires soon.
    func warnOfExpiry() {
        guard let warning = configuration.jira.tokenExpires?.warning(at: environment.now().seconds) else {
            return
        }
        progress.report(.warning(warning))
    }

    /// The repository that the state is committed to; needs no credentials.
    func repository() -> any StateRepository { environment.makeRepository(self) }

    /// Seals a plan that was made for such a Jira.
    func document(_ plan: Plan, _ state: State?, on deployment: Deployment) -> PlanDocument {
        let calls = environment.expectedCalls(
            plan,
            Apply.issueCount(of: plan, state),
            settings.mapping.fields.map(\.name),
            deployment
        )
        // A Data Center that nobody told of is found out by a call that it does not know.
        let isFoundOut = deployment == .dataCenter && configuration.jira.deployment == .auto
        return PlanDocument(
            plan,
            expectedCalls: calls + (isFoundOut && !plan.isEmpty ? 1 : 0),
            tool: Tool.name,
            digester: Self.digester
        )
    }

    /// The context of a use case over two sides, which may be snapshots.
    func sides(
        _ rows: any RowReader,
        _ issues: any IssueReader,
        over repository: any StateRepository,
        naming fieldIDs: [FieldName: FieldName]
    ) -> Sides {
        let environment = environment
        return Sides(
            rows: rows,
            issues: issues,
            repository: repository,
            rules: settings(naming: fieldIDs),
            configuration: digest,
            clock: { environment.now().seconds * 1000 },
            makeUUID: environment.makeUUID,
            report: progress.report
        )
    }

    /// The context of a use case over the two sides themselves.
    func sides(_ adapters: Adapters) -> Sides {
        sides(adapters.table, adapters.tracker, over: adapters.repository, naming: adapters.fieldIDs)
    }

    /// The use case that carries plans out.
    func apply(_ adapters: Adapters) -> Apply {
        Apply(
            sides(adapters),
            writing: adapters.table,
            and: adapters.tracker,
            journal: adapters.journal,
            guards: configuration.guards
        )
    }
}
