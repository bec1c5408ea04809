import ArgumentParser
import JSON
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

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        defer { place.progress.finish() }
        let site = try place.credentials.site()
        await place.warnOfInterruption()
        let adapters = try await place.adapters()
        let stored = try await adapters.repository.load()
        let glances = try await place.ticketLookup(adapters).look(at: subject, stored)
        place.progress.finish()
        let style = place.style
        let texts = glances.map {
            TicketText($0, schema: place.settings.schema, site: site, style: style)
        }
        place.environment.console.answer(
            common.json
                ? JSON.array(texts.map(\.json)).text(.pretty) + "\n"
                : texts.map(\.text).joined(separator: "\n")
        )
        guard web else { return .done }
        let issues = glances.flatMap { ticket in
            ticket.issues.map { ($0, isManaged: ticket.link(with: $0)?.kind == .managed) }
        }
        guard let issue = (issues.first(where: \.isManaged) ?? issues.first)?.0 else {
            throw Problem(
                .failure,
                "\(subject) has no ticket that could be opened",
                hint: "audit-jira plan shows whether it will get one"
            )
        }
        let url = TicketText.page(of: issue.key, at: site)
        place.progress.remark("Opening \(url)\n")
        try Browser(place.environment).open(url)
        return .done
    }
}
