import ArgumentParser
import Presentation
import Workflow

struct ShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints a saved plan, offline and without credentials."
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The plan.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("How the plan is written.", valueName: "format"))
    var format: PlanFormat?

    mutating func run(in environment: Environment) async throws -> Status {
        let environment = try environment.moved(to: common.chdir)
        let document = try PlanDocument(file, in: environment)
        let style: Style = environment.mayColour(environment.console.isAnswerTerminal) ? .coloured : .plain
        environment.console.answer((format ?? (common.json ? .json : .text)).text(of: document, [], style))
        return .done
    }
}

extension PlanDocument {
    /// Reads a saved plan.
    init(_ file: String, in environment: Environment) throws(Problem) {
        guard let bytes = try File.read(environment.absolute(file)) else {
            throw Problem(
                .failure,
                "\(file) does not exist",
                hint: "Make a plan with audit-jira plan --out \(file)"
            )
        }
        try self.init(reading: bytes, name: file, digester: CommandContext.digester)
    }
}
