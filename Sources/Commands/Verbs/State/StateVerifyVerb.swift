import ArgumentParser
import Presentation
import StateStore
import Workflow

struct StateVerifyVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Looks for everything that is wrong with the committed state.",
        discussion: """
            Looks at every file as it is committed, at how the links fit together, at what work tree and index have \
            otherwise, at files that do not belong, and at rules that make git ignore the state. Changes nothing. \
            Each fault is a line, file:line: what. Exits with 0 when there is none, and with 1 otherwise.
            """
    )

    @OptionGroup var common: CommonOptions

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let check = try await context.stateStore.verify()
        let text = StateCheckText(check, style: context.output.style)
        context.output.render(text)
        guard !check.isSound else { return .done }
        if !common.json {
            let console = context.environment.console
            for hint in text.hints { console.remark(common.logFormat.line("hint", hint)) }
        }
        return .failure
    }
}
