import ArgumentParser
import Presentation
import Reconciliation
import Workflow

struct ApplyVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Carries out a plan on both sides, and commits the new state.",
        discussion: """
            With FILE: exactly that plan, without a question; what is no longer true is skipped. Without: plans, shows, and asks \
            for yes. Exit codes: 3 applied in part, 4 conflicts wait, 5 refused by a guard, 8 did not converge.
            """
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var acknowledged: AllowOptions

    @Argument(help: ArgumentHelp("The plan, saved by plan --out.", valueName: "file"))
    var file: String?

    @Flag(help: "Do not ask.")
    var autoApprove = false

    @Option(help: ArgumentHelp("Refuse any plan but the one of this digest.", valueName: "sha256:…"))
    var expectDigest: String?

    @Flag(help: "Refuse the whole plan when one action is no longer true.")
    var strict = false

    mutating func validate() throws {
        if file != nil, !acknowledged.allow.isEmpty {
            throw ValidationError(
                "A saved plan carries its acknowledgements itself: give --allow to plan, not to apply FILE."
            )
        }
    }

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let expected = try expectDigest.map { text throws(Problem) in
            guard let digest = Digest(text) else { throw .noDigest(text) }
            return digest
        }
        let context = try CommandContext(environment, common)
        let document: PlanDocument
        let adapters: Adapters
        let stored: StoredState?
        var options = Apply.Options()
        options.isStrict = strict
        options.allow = try acknowledged.limits()
        if let file {
            document = try PlanDocument(file, in: context.environment)
            try check(document, expected)
            adapters = try await context.adapters()
            let recovered = try await RecoveryRun(context).recover(adapters)
            if let recovered, recovered.plan == document.digest { options.earlier = recovered.done }
            stored = try await adapters.repository.load()
        } else {
            adapters = try await context.adapters()
            try await RecoveryRun(context).recover(adapters)
            let planned = try await PlanRun(context).run(adapters)
            (document, stored) = (planned.document, planned.stored)
            options.watermark = planned.watermark
            options.isFresh = autoApprove
            try check(document, expected)
            guard try approve(document, in: context, allowing: options.allow) else { return .failure }
        }
        return try await ApplyReportRun(context, adapters, isShown: file == nil)
            .run(document, over: stored, options)
    }

    private func check(_ document: PlanDocument, _ expected: Digest?) throws(Problem) {
        guard let expected, expected != document.digest else { return }
        throw .anotherDigest(document.digest, than: expected)
    }

    /// Shows a plan that was not saved, and asks for `yes`.
    private func approve(
        _ document: PlanDocument,
        in context: CommandContext,
        allowing allow: [String: Int]
    ) throws(Problem) -> Bool {
        let console = context.environment.console
        let refusals = context.configuration.guards.refusals(of: document.plan, allowing: allow)
        let text = PlanText(document, refusals: refusals, style: context.output.style).text
        context.progress.finish()
        if common.json { console.remark(text) } else { console.answer(text) }
        guard !document.plan.isEmpty, refusals.isEmpty else { return true }
        return try Confirmation(console, isGiven: autoApprove).isGiven(
            to: "\nApply this plan?",
            otherwise: "Nothing was applied.",
            nobody: .nobodyToApprove(hint: "Apply a saved plan, or give --auto-approve")
        )
    }
}
