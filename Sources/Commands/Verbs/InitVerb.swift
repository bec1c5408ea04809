import ArgumentParser
import Jira
import Presentation
import Reconciliation
import StateStore
import Workflow

struct InitVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract:
            "Writes a configuration and an empty state, by asking Jira and the database what they have.",
        discussion: """
            Needs the credentials in the environment, and a git repository. Asks what it cannot find out; with --yes nothing: \
            then the options tell it. Writes audit-jira.yaml and the state in one commit, shows how many changes a first plan \
            has, and changes neither the table nor Jira.
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(help: ArgumentHelp("Where people browse Jira; by default JIRA_URL.", valueName: "url"))
    var url: String?

    @Option(
        name: .customLong("api-url"),
        help: ArgumentHelp("Where Jira's API is, for scoped tokens.", valueName: "url")
    )
    var apiURL: String?

    @Option(help: ArgumentHelp("The key of the project for new issues.", valueName: "key"))
    var project: String?

    @Option(help: ArgumentHelp("The type of new issues; by default Task.", valueName: "name"))
    var issueType: String?

    @Option(help: ArgumentHelp("The table; by default public.file_audit.", valueName: "name"))
    var table: String?

    @Option(
        help: ArgumentHelp(
            "The column with a part: key, path, debt, text or tickets. May be repeated.",
            valueName: "part=name"
        )
    )
    var column: [String] = []

    @Flag(help: "Do not ask.")
    var yes = false

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let environment = try environment.moved(to: common.chdir)
        let path = environment.absolute(common.config ?? Configuration.fileName)
        guard !File.exists(path) else { throw Problem.configurationExists(path) }
        try requireAnswers(environment)
        let name = Path.name(of: path)
        let empty = CommandContext(environment, try Configuration.blank(at: path), options: common)
        try await empty.stateStore.checkWritable()
        var founding = try Founding(self, at: path, in: environment)
        let (text, context, required) = try await founding.run()
        let planned = try await PlanRun(context, PlanRun.Options(request: .full)).run()
        context.progress.finish()
        let console = environment.console
        for field in required {
            console.remark(
                "New issues need \"\(field.name)\" (\(field.id)) as well: see mapping.fields in \(name).\n"
            )
        }
        console.remark("A first plan: \(planned.words).\n")
        let isApproved = try Confirmation(console, isGiven: yes || !console.isInputTerminal).isGiven(
            to: "Write \(name) and commit it?",
            otherwise: "Nothing was written.",
            nobody: .nobodyToAsk(giving: ["--yes"])
        )
        guard isApproved else { return .failure }
        let state = planned.firstState(environment.makeUUID)
        let message = CommitMessage.founding(context, planned.document.plan, with: state)
        let commit = try await context.stateStore.found(name, Array(text.utf8), with: state, message: message)
        context.output.render(
            FoundingText(
                path: path,
                name: Path.display(path, from: context.environment.directory),
                commit: commit,
                state: state,
                plan: planned.document.plan
            )
        )
        return .done
    }

    /// Throws where nobody can be asked and something is missing for sure.
    private func requireAnswers(_ environment: Environment) throws(Problem) {
        guard !yes, !environment.console.isInputTerminal else { return }
        var needed = ["--yes"]
        if project == nil { needed.append("--project KEY") }
        if url == nil, environment.variable("JIRA_URL") == nil, environment.variable("JIRA_DOMAIN") == nil {
            needed.append("--url URL")
        }
        throw .nobodyToAsk(giving: needed)
    }

    /// The columns that the command line tells, by their parts.
    func roles(among names: [String]) throws(Problem) -> [ColumnGuess.Role: String] {
        var roles: [ColumnGuess.Role: String] = [:]
        for entry in column {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let role = ColumnGuess.Role(rawValue: parts[0]) else {
                throw .noRole(entry)
            }
            guard names.contains(parts[1]) else {
                throw .noColumn(parts[1], among: names)
            }
            roles[role] = parts[1]
        }
        return roles
    }
}

extension PlanRun.Result {
    /// The plan's changes, in a phrase.
    fileprivate var words: String {
        let plan = document.plan
        let changes = plan.isEmpty ? "no changes" : plan.summary
        return plan.conflicts.isEmpty
            ? changes
            : "\(changes), \(counted(plan.conflicts.count, one: "conflict", several: "conflicts")) to decide"
    }

    /// The empty state that the plan may start from; nil where there is one, or where the plan takes over what a lost one
    /// left in Jira, whose lineage is for the first apply to take.
    fileprivate func firstState(_ makeUUID: () -> String) -> State? {
        let plan = document.plan
        let isTakingOver =
            plan.binding.lost != nil || plan.actions.contains { $0.operation == .adopt }
            || plan.findings.contains { $0.kind == .strayIssue }
        guard stored == nil, !isTakingOver else { return nil }
        return State(lineage: makeUUID(), serial: 1, scope: plan.binding.scope, links: [])
    }
}

extension CommitMessage {
    /// The message of the commit that adds a configuration, and an empty state where there is to be one.
    fileprivate static func founding(
        _ context: CommandContext,
        _ plan: Plan,
        with state: State?
    ) -> CommitMessage {
        CommitMessage(
            subject: "audit-jira: configuration\(state == nil ? "" : " and an empty state")",
            body: ["\(context.configuration.database.table) and \(plan.binding.scope.project)"],
            trailers: state.map { [Trailer("Audit-Jira-Serial", "\($0.serial)")] } ?? []
        )
    }
}
