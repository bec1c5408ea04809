import Foundation
import Jira
import Workflow

extension Environment {
    /// The environment of the process.
    static var system: Environment {
        Environment(
            variables: ProcessInfo.processInfo.environment,
            directory: FileManager.default.currentDirectoryPath,
            console: .system,
            now: {
                let now = Date()
                return (Int64(now.timeIntervalSince1970), TimeZone.current.secondsFromGMT(for: now) / 60)
            },
            makeUUID: { UUID().uuidString.lowercased() },
            makeAdapters: { place, credentials in try place.systemAdapters(credentials) },
            makeRepository: { place in place.systemRepository },
            expectedCalls: { plan, issues in
                JiraConfiguration.Limits().expectedCalls(applying: plan, lookingAt: issues)
            }
        )
    }
}

extension Console {
    /// The process's own streams.
    static var system: Console {
        Console(
            answer: { text in FileHandle.standardOutput.write(Data(text.utf8)) },
            remark: { text in FileHandle.standardError.write(Data(text.utf8)) },
            readLine: { Swift.readLine() },
            isAnswerTerminal: isatty(STDOUT_FILENO) == 1,
            isRemarkTerminal: isatty(STDERR_FILENO) == 1,
            isInputTerminal: isatty(STDIN_FILENO) == 1
        )
    }
}
