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

    mutating func run(in environment: Environment) async throws -> Status {
        let expected = try expectDigest.map { text throws(Problem) in
            guard let digest = Digest(text) else {
                throw Problem(
                    .usage,
                    "'\(text)' is not a digest",
                    hint: "Give it as plan prints it: sha256: and 64 digits"
                )
            }
            return digest
        }
        let place = try CommandContext(environment, common)
        defer { place.progress.finish() }
        let allow = try acknowledged.limits()
        let document: PlanDocument
        let adapters: Adapters
        let stored: StoredState?
        var options = Apply.Options()
        options.isStrict = strict
        options.allow = allow
        if let file {
            document = try PlanDocument(file, in: place.environment)
            try check(document, expected)
            adapters = try await place.adapters()
            let recovered = try await place.begin(adapters)
            if let recovered, recovered.plan == document.digest { options.earlier = recovered.done }
            stored = try await adapters.repository.load()
        } else {
            adapters = try await place.adapters()
            try await place.begin(adapters)
            let planned = try await PlanRun(place).run(adapters)
            (document, stored) = (planned.document, planned.stored)
            options.watermark = planned.watermark
            options.isFresh = autoApprove
            try check(document, expected)
            guard try approve(document, place, allow) else { return .failure }
        }
        return try await ApplyReportRun(place, adapters, isJSON: common.json, isShown: file == nil).run(
            document,
            stored,
            options
        )
    }

    private func check(_ document: PlanDocument, _ expected: Digest?) throws(Problem) {
        guard let expected, expected != document.digest else { return }
        throw Problem(
            .failure,
            "The plan's digest is \(document.digest), not \(expected)",
            hint: "Review this plan, or apply the one that was approved"
        )
    }

    /// Shows a plan that was not saved, and asks for `yes`.
    private func approve(
        _ document: PlanDocument,
        _ place: CommandContext,
        _ allow: [String: Int]
    ) throws(Problem) -> Bool {
        let console = place.environment.console
        place.progress.finish()
        let refusals = place.configuration.guards.refusals(of: document.plan, allowing: allow)
        let text = PlanText(document, refusals: refusals, style: place.style).text
        if common.json { console.remark(text) } else { console.answer(text) }
        guard !document.plan.isEmpty, refusals.isEmpty, !autoApprove else { return true }
        guard console.isInputTerminal else {
            throw Problem(
                .usage,
                "There is no terminal to ask for approval at",
                hint: "Apply a saved plan, or give --auto-approve"
            )
        }
        console.remark("\nApply this plan? Only yes is taken as yes: ")
        guard console.readLine() == "yes" else {
            console.remark("Nothing was applied.\n")
            return false
        }
        return true
    }
}
