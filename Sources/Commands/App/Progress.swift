import JSON
import Presentation
import SerialExecution
import Workflow

/// Tells on the remarks what a run does: a line that is written over on a terminal, log lines elsewhere.
final class Progress: Sendable {
    private let console: Console
    private let format: LogFormat
    private let isVerbose: Bool
    private let line = Locked(ProgressLine())
    private let start = ContinuousClock.now

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

    /// Tells something whole lines long: as it is, or a log line each for programs.
    func remark(_ text: String) {
        finish()
        console.remark(format == .json ? format.line("info", text) : text)
    }

    /// Takes the progress line away.
    func finish() {
        if let text = line.withLock({ $0.clear() }) { console.remark(text) }
    }

    private func tell(_ event: Event) {
        switch event {
        case .began(let what) where format == .json || isVerbose: log("info", what)
        case .began:
            draw(event)
            // A part may take long without a further event: its line comes by itself.
            guard isDrawn else { return }
            Task {
                try? await Task.sleep(for: ProgressLine.patience + .milliseconds(1))
                redraw()
            }
        case .progress: draw(event)
        case .waiting(let reason, let seconds):
            log("warning", "waiting \(Int(seconds.rounded(.up))) s: \(reason)")
        case .warning(let text): log("warning", text)
        }
    }

    private var isDrawn: Bool { console.isRemarkTerminal && format == .text && !isVerbose }

    private func draw(_ event: Event) {
        guard isDrawn else { return }
        let now = ContinuousClock.now - start
        if let text = line.withLock({ $0.take(event, at: now, columns: console.remarkColumns()) }) {
            console.remark(text)
        }
    }

    private func redraw() {
        let now = ContinuousClock.now - start
        if let text = line.withLock({ $0.text(at: now, columns: console.remarkColumns()) }) {
            console.remark(text)
        }
    }

    private func log(_ level: String, _ text: String) {
        finish()
        console.remark(format.line(level, text))
    }
}

extension LogFormat {
    /// Returns a log line; of a text with several lines each is one.
    func line(_ level: String, _ text: String) -> String {
        text.split(separator: "\n").map { part in
            switch self {
            case .text: return "\(level): \(part)\n"
            case .json:
                let line: JSON = ["level": .string(level), "message": .string(String(part))]
                return line.text() + "\n"
            }
        }.joined()
    }
}
