internal import ArgumentParser
internal import Dispatch
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

/// The program `jira-sandbox`.
public enum SandboxProgram {
    /// Reads the arguments, starts a sandbox and runs it until SIGTERM or SIGINT.
    public static func main() async { await Command.main() }
}

/// The options of the program.
private struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jira-sandbox",
        abstract: "A Jira to try things on: REST versions 2 and 3, in memory, on 127.0.0.1.",
        discussion: "docs/jira-sandbox.md describes the seed, the faults and the paths below /sandbox."
    )

    @Option(help: "The port; 0 takes any free one.")
    var port = 0

    @Option(help: ArgumentHelp("A file to write the port to, once the sandbox listens.", valueName: "file"))
    var portFile: String?

    @Option(help: ArgumentHelp("A JSON file with projects and issues.", valueName: "file"))
    var seed: String?

    @Option(help: ArgumentHelp("How long every answer takes: 50ms, 1.5s.", valueName: "time"))
    var delay: Time = Time(seconds: 0)

    @Option(help: ArgumentHelp("When searches see what was written: 5s, or manual.", valueName: "time"))
    var indexLag: Lag = Lag(value: .seconds(0))

    @Option(help: "The e-mail address of Basic authentication.")
    var email = SandboxConfiguration().email

    @Option(help: "The API token of Basic authentication; not a real one, as others can see it.")
    var token = SandboxConfiguration().token

    @Option(help: "The personal access token of Bearer authentication; not a real one.")
    var personalAccessToken = SandboxConfiguration().personalAccessToken

    @Option(help: "Which Jira this is: cloud or datacenter.")
    var deployment = Deployment(value: .cloud)

    @Option(help: ArgumentHelp("The path below which Jira stands.", valueName: "/path"))
    var contextPath = ""

    @Option(help: ArgumentHelp("The workflow of projects whose seed names none.", valueName: "name"))
    var workflow = SandboxConfiguration().workflow

    @Flag(help: "Limit requests as Jira Cloud does.")
    var rateLimits = false

    @Flag(help: "Answer wrong credentials as Jira does with an expired token: 200 with nothing.")
    var anonymous = false

    @Flag(help: "Give texts back as they were sent, without localId and typographic quotes.")
    var plainText = false

    @Option(help: ArgumentHelp("A file that gets every request, one line of JSON each.", valueName: "file"))
    var record: String?

    func run() async throws {
        var configuration = SandboxConfiguration()
        if let seed {
            configuration.seed = try String(decoding: Data(contentsOf: URL(filePath: seed)), as: UTF8.self)
        }
        configuration.baseDelay = .milliseconds(Int(delay.seconds * 1000))
        configuration.indexLag = indexLag.value
        configuration.email = email
        configuration.token = token
        configuration.personalAccessToken = personalAccessToken
        configuration.deployment = deployment.value
        configuration.contextPath = contextPath
        configuration.workflow = workflow
        configuration.rateLimits = rateLimits ? RateLimits() : nil
        configuration.anonymousOnBadCredentials = anonymous
        configuration.rewriteText = !plainText
        let signals = Signals([SIGTERM, SIGINT])
        let log = try record.map { try RequestLog($0) }
        let sandbox = try await JiraSandbox.start(configuration, port: port) { log?.append($0) }
        say("listening on \(sandbox.url)\n")
        if let portFile {
            try Data("\(sandbox.port)\n".utf8).write(to: URL(filePath: portFile), options: .atomic)
        }
        await signals.wait()
        await sandbox.stop()
    }

    /// Writes at once, where `print` would wait in a pipe.
    private func say(_ text: String) {
        _ = try? FileDescriptor.standardOutput.writeAll(text.utf8)
    }
}

/// Waits for signals in place of being ended by them.
private struct Signals {
    private let stream: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init(_ numbers: [Int32]) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        self.stream = stream
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.finish() }
            source.resume()
            return source
        }
    }

    func wait() async {
        for await _ in stream {}
        for source in sources { source.cancel() }
    }
}

/// Writes requests to a file as they come.
private final class RequestLog: Sendable {
    private let file: FileDescriptor
    private let order = SharedValue(())

    init(_ path: String) throws {
        do {
            file = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw ValidationError("The file \(path) cannot be written.")
        }
    }

    deinit { try? file.close() }

    func append(_ request: RecordedRequest) {
        let line = request.json.bytes + [UInt8(ascii: "\n")]
        order.withLock { _ in _ = try? file.writeAll(line) }
    }
}

/// A time as the options take it.
private struct Time: ExpressibleByArgument {
    let seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        for (unit, factor) in [("ms", 0.001), ("s", 1), ("m", 60)] where argument.hasSuffix(unit) {
            guard let number = Double(argument.dropLast(unit.count)), number >= 0 else { return nil }
            self.init(seconds: number * factor)
            return
        }
        return nil
    }

    var defaultValueDescription: String { "\(seconds)s" }
}

/// The option for the index's lag.
private struct Lag: ExpressibleByArgument {
    let value: IndexLag

    init(value: IndexLag) { self.value = value }

    init?(argument: String) {
        guard argument != "manual" else {
            self.init(value: .manual)
            return
        }
        guard let time = Time(argument: argument) else { return nil }
        self.init(value: .seconds(time.seconds))
    }

    var defaultValueDescription: String { "0s" }
}

/// The option for the deployment.
private struct Deployment: ExpressibleByArgument {
    let value: SandboxDeployment

    init(value: SandboxDeployment) { self.value = value }

    init?(argument: String) {
        guard let value = SandboxDeployment(rawValue: argument) else { return nil }
        self.init(value: value)
    }

    var defaultValueDescription: String { value.rawValue }
}
