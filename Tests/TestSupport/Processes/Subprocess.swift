import Dispatch
import Foundation
import Glibc

/// The result of a finished program.
public struct ProgramResult: Sendable, CustomStringConvertible {
    /// The exit status, or 128 + the number of the signal that ended it.
    public let status: Int32
    /// Its standard output.
    public let stdout: String
    /// Its standard error.
    public let stderr: String

    /// All three, for a failed expectation.
    public var description: String { "status \(status)\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)" }
}

/// A program that could not be started.
public struct SpawnError: Error, CustomStringConvertible {
    /// The program, and what the system said.
    public let description: String

    /// Makes one that says this.
    public init(description: String) { self.description = description }
}

/// Runs a program to its end and returns what it printed, without holding a thread of the cooperative pool.
///
/// - Parameters:
///   - program: A path, or a name that is looked up in `PATH`.
///   - arguments: The arguments, without the program's name.
///   - environment: The whole environment; `nil` hands on this process's.
///   - input: What the program reads from standard input.
///   - directory: Where it runs; `nil` is here.
/// - Returns: The exit status and what it printed.
/// - Throws: `SpawnError` when it does not start.
public func run(
    _ program: String,
    _ arguments: [String] = [],
    environment: [String: String]? = nil,
    input: String = "",
    in directory: String? = nil
) async throws -> ProgramResult {
    try await withCheckedThrowingContinuation { continuation in
        // A thread of its own: GCD starts no more threads than cores when they all block.
        Thread.detachNewThread {
            continuation.resume(
                with: Result {
                    try runBlocking(
                        program,
                        arguments,
                        environment: environment,
                        input: input,
                        in: directory
                    )
                }
            )
        }
    }
}

/// Runs a program to its end on the calling thread; `run` says the rest.
public func runBlocking(
    _ program: String,
    _ arguments: [String] = [],
    environment: [String: String]? = nil,
    input: String = "",
    in directory: String? = nil
) throws -> ProgramResult {
    let files = try TemporaryDirectory(named: "run")
    try files.write(input, to: "in")
    let process = try Spawned(
        program,
        arguments,
        environment: environment,
        directory: directory,
        stdin: .path(files.path("in")),
        stdout: files.path("out"),
        stderr: files.path("err")
    )
    let status = process.wait()
    return try ProgramResult(status: status, stdout: files.read("out"), stderr: files.read("err"))
}
