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
    let progress: Progress

    /// SHA-256, for the core.
    static let digester = Digester { Digest(words: SHA256.words(of: $0)) }

    /// Reads the configuration that the options and the surroundings name.
    init(_ environment: Environment, _ options: CommonOptions) throws(Problem) {
        let environment = try environment.moved(to: options.chdir)
        let path = try Configuration.find(options.config, from: environment.directory)
        self.init(environment, try Configuration(reading: path), options)
    }

    /// Takes a configuration that was made otherwise.
    init(_ environment: Environment, _ configuration: Configuration, _ options: CommonOptions) {
        let console = environment.console
        let progress = Progress(console, format: options.logFormat, isVerbose: options.verbose)
        self.init(environment, configuration, progress)
    }

    /// Takes a configuration that was made otherwise, and tells of it where others are told of.
    init(_ environment: Environment, _ configuration: Configuration, _ progress: Progress) {
        self.environment = environment
        self.configuration = configuration
        self.progress = progress
        settings = configuration.settings(Self.digester)
        digest = configuration.digest(Self.digester)
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

    /// Where the state is committed; needs no credentials.
    func repository() -> any StateRepository { environment.makeRepository(self) }

    /// The style for the answer.
    var style: Style { environment.mayColour(environment.console.isAnswerTerminal) ? .coloured : .plain }

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

    /// Carries plans out.
    func apply(_ adapters: Adapters) -> Apply {
        let environment = environment
        return Apply(
            table: adapters.table,
            tracker: adapters.tracker,
            repository: adapters.repository,
            journal: adapters.journal,
            settings: settings(naming: adapters.fieldIDs),
            guards: configuration.guards,
            configuration: digest,
            digester: Self.digester,
            makeUUID: environment.makeUUID,
            now: { environment.now().seconds * 1000 },
            report: progress.report
        )
    }

    /// Records what people decide.
    func deciding(_ adapters: Adapters) -> LinkDecisions {
        LinkDecisions(
            rows: adapters.table,
            issues: adapters.tracker,
            repository: adapters.repository,
            settings: settings(naming: adapters.fieldIDs),
            makeUUID: environment.makeUUID,
            report: progress.report
        )
    }

    /// Looks at single rows.
    func ticketLookup(_ adapters: Adapters) -> TicketLookup {
        TicketLookup(
            rows: adapters.table,
            issues: adapters.tracker,
            settings: settings(naming: adapters.fieldIDs),
            configuration: digest,
            report: progress.report
        )
    }

    /// Makes the state anew.
    func rebuild(_ adapters: Adapters) -> Rebuild {
        Rebuild(
            rows: adapters.table,
            issues: adapters.tracker,
            repository: adapters.repository,
            settings: settings(naming: adapters.fieldIDs),
            makeUUID: environment.makeUUID,
            report: progress.report
        )
    }

    /// Reads both sides and plans.
    func refresh(
        _ rows: any RowReader,
        _ issues: any IssueReader,
        naming fieldIDs: [FieldName: FieldName]
    ) -> Refresh {
        Refresh(
            rows: rows,
            issues: issues,
            settings: settings(naming: fieldIDs),
            configuration: digest,
            report: progress.report
        )
    }
}
