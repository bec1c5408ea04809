import AuditTable
import Jira
import Presentation
import Reconciliation
import Workflow

/// Finds out what a configuration needs, from both sides themselves and from a person.
struct Founding {
    private let options: InitVerb
    private let interview: Interview
    private var context: CommandContext
    private var draft: ConfigurationDraft

    /// - Parameters:
    ///   - options: What the command line tells.
    ///   - path: Where the configuration is to stand, absolute.
    ///   - environment: Where it happens.
    /// - Throws: A `Problem` when there is no address of Jira.
    init(_ options: InitVerb, at path: String, in environment: Environment) throws(Problem) {
        self.options = options
        interview = Interview(
            environment.console,
            isSilent: options.yes || !environment.console.isInputTerminal
        )
        var environment = environment
        var configuration = try Configuration.blank(at: path)
        if let url = options.url { environment.variables["JIRA_URL"] = url }
        if let url = options.apiURL {
            if let fault = Address.fault(url) {
                throw Problem.noAPIAddress(fault)
            }
            configuration.jira.apiURL = Address.trimmed(url)
        }
        var context = CommandContext(environment, configuration, options: options.common)
        var url: String
        do {
            url = try context.credentials.site()
        } catch  where !environment.hasSite {
            url = try interview.pick(
                "The address of Jira, such as https://example.atlassian.net",
                from: [],
                option: "--url"
            )
            environment.variables["JIRA_URL"] = url
            context = CommandContext(environment, configuration, options: options.common)
            url = try context.credentials.site()
        }
        self.context = context
        draft = ConfigurationDraft(url: url, apiURL: configuration.jira.apiURL)
    }

    /// Finds everything out; nothing is written.
    ///
    /// - Returns: The configuration's text, and the context that goes by it.
    mutating func run() async throws -> (text: String, context: CommandContext, fields: [JiraField]) {
        // Both sides before any question, so that nobody answers in vain.
        let table = try context.table(context.credentials)
        context.progress.report(.began("Asking the database what it has"))
        let tables = try await table.tables()
        context.progress.report(.began("Asking Jira what it has"))
        try await askForProject()
        try await askForTable(tables)
        let text = draft.text
        let configuration = try Configuration(text, path: context.configuration.path)
        let required = FieldChecks.required(draft.fields, besides: ["summary", "description", "labels"])
        return (text, CommandContext(context.environment, configuration, options: options.common), required)
    }

    private mutating func askForProject() async throws {
        if let project = options.project {
            draft.project = project
        } else {
            let projects = try await context.unmappedTracker().projects()
            context.progress.finish()
            guard !projects.isEmpty else {
                throw Problem.noProject(at: draft.url)
            }
            draft.project =
                projects.count == 1
                ? projects[0].key
                : try interview.pick(
                    "The project for new issues",
                    from: projects.map { ($0.key, $0.name) },
                    option: "--project KEY"
                )
        }
        context = context.with { $0.jira.project = draft.project }
        let types = try await context.unmappedTracker().issueTypes()
        context.progress.finish()
        if let type = options.issueType {
            draft.issueType = type
        } else if types.count == 1 {
            draft.issueType = types[0]
        } else if !types.contains("Task") || !options.yes {
            draft.issueType = try interview.pick(
                "The type of new issues",
                from: types.map { ($0, "") },
                usual: types.contains("Task") ? "Task" : nil,
                option: "--issue-type NAME"
            )
        }
        context = context.with { $0.jira.issueType = draft.issueType }
        draft.fields = try await context.unmappedTracker().creationFields()
        context.progress.finish()
    }

    private mutating func askForTable(_ tables: [String]) async throws {
        if let table = options.table {
            draft.table = table
        } else if !tables.contains(draft.table) {
            let alike = tables.filter { $0.hasSuffix(".file_audit") }
            draft.table =
                alike.count == 1
                ? alike[0]
                : try interview.pick("The table", from: tables.map { ($0, "") }, option: "--table NAME")
        }
        context = context.with { $0.database.table = draft.table }
        let description = try await context.table(context.credentials).describe()
        context.progress.finish()
        let columns = description.columns.filter(\.isReadable)
        let guess = ColumnGuess(columns)
        let told = try options.roles(among: columns.map(\.name))
        var open: [ColumnGuess.Role] = []
        for role in ColumnGuess.Role.allCases {
            if let column = told[role] ?? guess.column(for: role) {
                draft.schema[role] = column
            } else {
                open.append(role)
            }
        }
        try ask(for: open, guess, description)
        let usual = Configuration.Database().schema.also
        let taken = ColumnGuess.Role.allCases.map { draft.schema[$0] }
        draft.schema.also = usual.filter { name in
            columns.contains { $0.name == name } && !taken.contains(name)
        }
    }

    private mutating func ask(
        for roles: [ColumnGuess.Role],
        _ guess: ColumnGuess,
        _ description: TableDescription
    ) throws(Problem) {
        guard interview.isSilent, !roles.isEmpty else {
            for role in roles {
                draft.schema[role] = try interview.pick(
                    "The column of \(draft.table) with \(role.meaning)",
                    from: guess.candidates(for: role).map { ($0, "") },
                    option: "--column \(role.rawValue)=NAME"
                )
            }
            return
        }
        // All of them at once.
        let lines = roles.map { role in
            let names = guess.candidates(for: role)
            let there =
                names.isEmpty ? "and none is of such a type" : "there is \(names.joined(separator: ", "))"
            return "no column is certain to be \(role.rawValue), \(role.meaning); \(there)"
        }
        throw Problem.uncertainColumns(of: draft.table, roles, lines: lines)
    }
}
