import ArgumentParser
import Presentation
import Reconciliation
import Workflow

struct TicketVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ticket",
        abstract: "Shows a row with its ticket, as both are now, and what a plan would do about them.",
        discussion: """
            Changes nothing. A row that follows several issues is shown with all of them, an issue with every row that it \
            belongs to. --web opens the issue in a browser, by $BROWSER, xdg-open or open: of several the first one that \
            audit-jira manages.
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(
        help: ArgumentHelp("A row by its key or path, or an issue by its key.", valueName: "row|path|issue")
    )
    var subject: String

    @Flag(help: "Open the issue in a browser.")
    var web = false

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let site = try context.credentials.site()
        await RecoveryRun(context).warn()
        let adapters = try await context.adapters()
        let stored = try await adapters.repository.load()
        let tickets = try await TicketLookup(context.sides(adapters)).look(at: subject, stored)
        let (schema, style) = (context.settings.schema, context.output.style)
        context.output.render(
            RenderedList(tickets.map { TicketText($0, schema: schema, site: site, style: style) })
        )
        guard web else { return .done }
        let issues = tickets.flatMap { ticket in
            ticket.issues.map { ($0, isManaged: ticket.link(with: $0)?.kind == .managed) }
        }
        guard let issue = (issues.first(where: \.isManaged) ?? issues.first)?.0 else {
            throw Problem.noTicket(of: subject)
        }
        let url = TicketText.page(of: issue.key, at: site)
        context.progress.remark("Opening \(url)\n")
        try Browser(context.environment).open(url)
        return .done
    }
}
