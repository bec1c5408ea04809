import ArgumentParser
import Presentation
import Reconciliation
import Snapshots
import Workflow

/// The depth of the look at Jira.
enum RefreshOption: String, ExpressibleByArgument, CaseIterable {
    case auto, full, none

    /// The same, as the workflow takes it.
    var request: Refresh.Request {
        switch self {
        case .auto: .auto
        case .full: .full
        case .none: .none
        }
    }
}

/// The format of a plan.
enum PlanFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown, html
}

struct PlanVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Compares the table, Jira and the state, and shows what has to change.",
        discussion: """
            Changes nothing. With --out the plan is saved for review; `audit-jira apply FILE` carries out exactly that.
            With --detailed-exitcode: 0 no changes, 2 changes, 4 conflicts.
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var acknowledged: AllowOptions

    @Option(help: ArgumentHelp("Save the plan to this file.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("How the plan is written.", valueName: "format"))
    var format: PlanFormat?

    @Option(
        help: ArgumentHelp(
            "Plan only for this row key, path or issue. May be repeated.",
            valueName: "key|path|issue"
        )
    )
    var target: [String] = []

    @Option(help: ArgumentHelp("How thoroughly to look at Jira.", valueName: "mode"))
    var refresh: RefreshOption = .auto

    @Option(help: ArgumentHelp("Plan from a saved snapshot, offline.", valueName: "dir"))
    var snapshot: String?

    @Flag(help: "Exit with 2 when there are changes, and with 4 when there are conflicts.")
    var detailedExitcode = false

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let planned = try await PlanRun(
            context,
            PlanRun.Options(
                request: refresh.request,
                snapshot: snapshot,
                targets: target,
                allow: try acknowledged.limits()
            )
        ).run()
        if let out { try File.write(planned.document.bytes, to: context.environment.absolute(out)) }
        let refusals = context.configuration.guards.refusals(of: planned.document.plan)
        let format = format ?? (common.json ? .json : .text)
        context.output.write(format.text(of: planned.document, refusals: refusals, context.output.style))
        if let out, format == .text, !planned.document.plan.isEmpty {
            context.environment.console.remark(
                "Saved the plan to \(out). To carry out exactly this, run: audit-jira apply \(out)\n"
            )
        }
        guard detailedExitcode else { return .done }
        if !planned.document.plan.conflicts.isEmpty { return .conflicts }
        return planned.document.plan.isEmpty ? .done : .changes
    }
}

extension PlanFormat {
    /// Returns a plan in this format.
    func text(of document: PlanDocument, refusals: [GuardRefusal], _ style: Style) -> String {
        switch self {
        case .text: PlanText(document, refusals: refusals, style: style).text
        case .json: String(decoding: document.bytes, as: UTF8.self)
        case .markdown: PlanMarkdown(document, refusals: refusals).text
        case .html: PlanHTML(document, refusals: refusals).text
        }
    }
}
