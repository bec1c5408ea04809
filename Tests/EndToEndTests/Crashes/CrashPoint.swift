import Foundation
import TestSupport

/// A place at which a program can be killed: a write, an fsync, a rename, a message to a server.
struct CrashPoint: Hashable, Sendable {
    /// Its number in the run, from 1.
    let number: Int
    /// The call that comes next: `fsync /…/journal/…`, `send POST /rest/api/3/issue/bulk`.
    let name: String

    /// The kind of call: `write`, `fsync`, `send`.
    var kind: Substring { name.prefix { $0 != " " } }

    /// Whether something is sent to a server.
    var isMessage: Bool { name.hasPrefix("send ") }

    /// Whether something is written to a file.
    var isWrite: Bool { name.hasPrefix("write ") }

    /// Reads the points that a run reached, in their order; a path in `folder` loses that part.
    static func read(from log: String, in folder: String) throws -> [CrashPoint] {
        try text(of: log).split(separator: "\n").compactMap { (line: Substring) -> CrashPoint? in
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let number = Int(words[0]) else { return nil }
            return CrashPoint(number: number, name: String(words[1]).replacing(folder + "/", with: ""))
        }
        .sorted { $0.number < $1.number }
    }
}

/// The library that counts and kills, made from Tests/CrashPoints by the compiler at hand.
enum CrashLibrary {
    /// Its path, or what the compilers said.
    static let path = Result { try build() }

    /// The variables that load it into the program.
    ///
    /// - Parameters:
    ///   - number: The point to die at; 0 for none.
    ///   - how: How.
    ///   - log: The file that takes the points reached.
    /// - Returns: The variables.
    /// - Throws: `SpawnError` when no compiler makes the library.
    static func variables(_ number: Int, _ how: CrashMode.How, log: String) throws -> [String: String] {
        [
            "LD_PRELOAD": try path.get(),
            "AJ_CRASH_PROGRAM": URL(filePath: Program.path).lastPathComponent,
            "AJ_CRASH_AT": "\(number)",
            "AJ_CRASH_HOW": how.rawValue,
            "AJ_CRASH_LOG": log,
            // The address sanitizer wants to be the first library.
            "ASAN_OPTIONS": "verify_asan_link_order=0",
        ]
    }

    private static func build() throws -> String {
        // Beside the program, where the build keeps what it makes.
        let folder = URL(filePath: Program.path).deletingLastPathComponent().path
        let made = "\(folder)/crash-points.\(ProcessInfo.processInfo.processIdentifier)"
        let source = Program.checkout + "/Tests/CrashPoints/crash-points.c"
        var failures: [String] = []
        for compiler in ["cc", "clang", "gcc"] {
            let arguments = ["-O1", "-Wall", "-shared", "-fPIC", "-o", made, source, "-ldl"]
            do {
                let result = try runBlocking(compiler, arguments)
                if result.status == 0 {
                    let library = "\(folder)/crash-points.so"
                    guard rename(made, library) == 0 else { throw POSIXError(.EIO) }
                    return library
                }
                failures.append("\(compiler): \(result)")
            } catch {
                failures.append("\(compiler): \(error)")
            }
        }
        throw SpawnError(description: "\(source) cannot be compiled.\n" + failures.joined(separator: "\n"))
    }
}
