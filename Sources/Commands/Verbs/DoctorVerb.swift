import ArgumentParser
import Presentation
import Workflow

struct DoctorVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks all that a plan and an apply need, and changes nothing.",
        discussion: """
            A line for each check: ok, warning or problem, and below it what to do. Ends with 0 when nothing is wrong, warnings \
            aside, with 7 when credentials or permissions are all that is wrong, and with 1 otherwise. docs/doctor.md lists the \
            checks.
            """
    )

    @OptionGroup var common: CommonOptions

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let checkup = await Examination(environment, common).run()
        var environment = environment
        let (answer, secrets) = (environment.console.answer, environment.secrets)
        environment.console.answer = { answer(secrets.redact($0)) }
        let output = Output(environment, common)
        output.render(CheckupText(checkup, style: output.style))
        if Task.isCancelled { return .interrupted }
        if checkup.problems.isEmpty { return .done }
        return checkup.problems.allSatisfy(\.isAboutAccess) ? .credentials : .failure
    }
}
