import Foundation
import Jira
import SerialExecution
import Workflow

extension Environment {
    /// The environment of the process.
    static var system: Environment {
        var environment = Environment(
            variables: ProcessInfo.processInfo.environment,
            directory: FileManager.default.currentDirectoryPath,
            console: .system,
            now: {
                let now = Date()
                return (Int64(now.timeIntervalSince1970), TimeZone.current.secondsFromGMT(for: now) / 60)
            },
            makeUUID: { UUID().uuidString.lowercased() },
            makeAdapters: { context, credentials in try context.systemAdapters(credentials) },
            makeRepository: { context in context.stateStore },
            makeJournal: { context in context.journalFile },
            expectedCalls: { plan, issues, fields, deployment in
                JiraConfiguration.Limits().expectedCalls(
                    applying: plan,
                    lookingAt: issues,
                    fields: fields,
                    on: deployment
                )
            }
        )
        environment.host = hostName
        return environment
    }

    private static var hostName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "localhost" }
        return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension Console {
    /// The process's own streams.
    static var system: Console {
        let loss = Locked<String?>(nil)
        return Console(
            answer: { text in
                guard let code = write(text, to: STDOUT_FILENO), code != EPIPE else { return }
                let reason = String(cString: strerror(code))
                loss.withLock { $0 = $0 ?? reason }
            },
            answerLoss: { loss.withLock(\.self) },
            remark: { _ = write($0, to: STDERR_FILENO) },
            readLine: { Swift.readLine() },
            remarkColumns: {
                var size = winsize()
                guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
                return Int(size.ws_col)
            },
            isAnswerTerminal: isatty(STDOUT_FILENO) == 1,
            isRemarkTerminal: isatty(STDERR_FILENO) == 1,
            isInputTerminal: isatty(STDIN_FILENO) == 1
        )
    }

    /// Writes a text whole, and returns the error that prevented it.
    ///
    /// A reader that went away ends the writing and not the run, which may be in the middle of an apply.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return errno }
            bytes = bytes.dropFirst(count)
        }
        return nil
    }
}
