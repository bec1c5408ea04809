import Foundation
import JSON
import SerialExecution
import Workflow

/// Tells on the remarks what a run does: a line that is written over on a terminal, log lines elsewhere.
final class Progress: Sendable {
    private let console: Console
    private let format: LogFormat
    private let isVerbose: Bool
    private let hasLine = Locked(false)

    init(_ console: Console, format: LogFormat, isVerbose: Bool) {
        self.console = console
        self.format = format
        self.isVerbose = isVerbose
    }

    /// Takes an event of the run.
    var report: EventSink {
        { event in self.tell(event) }
    }

    /// Takes what is only of interest with `--verbose`.
    func detail(_ text: @autoclosure () -> String) {
        if isVerbose { log("debug", text()) }
    }

    /// Takes the progress line away.
    func finish() {
        let had = hasLine.withLock { line in
            defer { line = false }
            return line
        }
        if had { console.remark("\r\u{1b}[K") }
    }

    private func tell(_ event: Event) {
        switch event {
        case .began(let what):
            if format == .json || isVerbose {
                log("info", what)
            } else if console.isRemarkTerminal {
                hasLine.withLock { $0 = true }
                console.remark("\r\u{1b}[K\(what) …")
            }
        case .progress(let done, let total):
            if console.isRemarkTerminal, format == .text { console.remark("\r\u{1b}[K\(done) of \(total) …") }
        case .waiting(let reason, let seconds):
            log("warning", "waiting \(Int(seconds.rounded(.up))) s: \(reason)")
        case .warning(let text): log("warning", text)
        }
    }

    private func log(_ level: String, _ text: String) {
        finish()
        switch format {
        case .text: console.remark("\(level): \(text)\n")
        case .json:
            let line: JSON = ["level": .string(level), "message": .string(text)]
            console.remark(line.text() + "\n")
        }
    }
}
