import ArgumentParser
import JSON
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

    mutating func run(in environment: Environment) async throws -> Status {
        let environment = try environment.moved(to: common.chdir)
        let path = environment.absolute(common.config ?? Configuration.fileName)
        guard !File.exists(path) else {
            throw Problem(
                .usage,
                "\(path) exists already, and is not overwritten",
                hint: "Edit it, and check it with audit-jira doctor; or move it away first"
            )
        }
        try requireAnswers(environment)
        let name = Path.name(of: path)
        let empty = CommandContext(environment, try Configuration.blank(at: path), common)
        defer { empty.progress.finish() }
        try await empty.stateStore.checkWritable()
        var founding = try Founding(self, at: path, in: environment)
        let (text, place, required) = try await founding.run()
        let planned = try await PlanRun(place, .full).run()
        place.progress.finish()
        let console = environment.console
        for field in required {
            console.remark(
                "New issues need \"\(field.name)\" (\(field.id)) as well: see mapping.fields in \(name).\n"
            )
        }
        console.remark("A first plan: \(planned.words).\n")
        let interview = Interview(console, isSilent: yes || !console.isInputTerminal)
        guard interview.confirms("Write \(name) and commit it?") else {
            console.remark("Nothing was written.\n")
            return .failure
        }
        let state = planned.firstState(environment.makeUUID)
        let message = CommitMessage(
            subject: "audit-jira: configuration\(state == nil ? "" : " and an empty state")",
            body: [
                "\(place.configuration.database.table) and \(planned.document.plan.binding.scope.project)"
            ],
            trailers: state.map { [CommitMessage.Trailer("Audit-Jira-Serial", "\($0.serial)")] } ?? []
        )
        let commit = try await place.stateStore.found(name, Array(text.utf8), with: state, message: message)
        answer(planned, path, commit, state, place)
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
        throw Problem(
            .usage,
            "There is no terminal to ask at",
            hint:
                "Give \(needed.joined(separator: " ")), and where they are not the usual ones --issue-type, --table and --column"
        )
    }

    private func answer(
        _ planned: PlanRun.Result,
        _ path: String,
        _ commit: String,
        _ state: State?,
        _ place: CommandContext
    ) {
        let counts = planned.document.plan.counts.sorted { $0.key < $1.key }
        let json: JSON = [
            "configuration": .string(path),
            "commit": .string(commit),
            "lineage": state.map { .string($0.lineage) } ?? .null,
            "counts": .object(JSONObject(counts.map { ($0.key.rawValue, .integer($0.value)) })),
        ]
        let name = Path.display(path, from: place.environment.directory)
        place.environment.console.answer(
            common.json
                ? json.text(.pretty) + "\n"
                : """
                Wrote \(name)\(state == nil ? "" : " and an empty state"), and committed them as \(commit.prefix(12)).
                Next: audit-jira doctor checks the rest, audit-jira plan shows the first plan.

                """
        )
    }

    /// The columns that the command line tells, by their parts.
    func roles(among names: [String]) throws(Problem) -> [ColumnGuess.Role: String] {
        var roles: [ColumnGuess.Role: String] = [:]
        for entry in column {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let role = ColumnGuess.Role(rawValue: parts[0]) else {
                throw Problem(
                    .usage,
                    "--column \(entry) is not PART=NAME",
                    hint: "The parts are \(ColumnGuess.Role.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            guard names.contains(parts[1]) else {
                let near = SimilarNames.names(to: parts[1], among: names)
                throw Problem(
                    .usage,
                    "The table has no column '\(parts[1])'",
                    hint: "There is \((near.isEmpty ? names : near).joined(separator: ", "))"
                )
            }
            roles[role] = parts[1]
        }
        return roles
    }
}

extension PlanRun.Result {
    /// What the plan does, in a phrase.
    fileprivate var words: String {
        let plan = document.plan
        let changes = plan.isEmpty ? "no changes" : plan.summary
        return plan.conflicts.isEmpty
            ? changes : "\(changes), \(counted(plan.conflicts.count, "conflict", "conflicts")) to decide"
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
