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

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let environment = try environment.moved(to: common.chdir)
        let document = try PlanDocument(file, in: environment)
        let output = Output(environment, common)
        let format = format ?? (common.json ? .json : .text)
        output.write(format.text(of: document, refusals: [], output.style))
        return .done
    }
}

extension PlanDocument {
    /// Reads a saved plan.
    init(_ file: String, in environment: Environment) throws(Problem) {
        guard let bytes = try File.read(environment.absolute(file)) else {
            throw .noPlan(file)
        }
        try self.init(reading: bytes, name: file, digester: CommandContext.digester)
    }
}
