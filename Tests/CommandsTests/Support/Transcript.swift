import Reconciliation
import SerialExecution
import TestSupport
import Workflow

@testable import Commands

/// The output of a run, and the input of a person at the terminal.
final class Transcript: Sendable {
    private struct Pages {
        var answer = ""
        var remarks = ""
        var typed: [String] = []
    }

    private let pages: Locked<Pages>
    private let isTerminal: Bool

    init(typing lines: [String] = [], isTerminal: Bool = false) {
        self.isTerminal = isTerminal
        pages = Locked(Pages(typed: lines))
    }

    /// The part that a script would read.
    var answer: String { pages.withLock { $0.answer } }
    /// The part that a person would read beside it.
    var remarks: String { pages.withLock { $0.remarks } }

    /// An environment that writes here and knows nothing of the process.
    func environment(in directory: String) -> Environment {
        Environment(
            variables: [:],
            directory: directory,
            console: Console(
                answer: { text in self.pages.withLock { $0.answer += text } },
                remark: { text in self.pages.withLock { $0.remarks += text } },
                readLine: { self.pages.withLock { $0.typed.isEmpty ? nil : $0.typed.removeFirst() } },
                isAnswerTerminal: isTerminal,
                isRemarkTerminal: false,
                isInputTerminal: isTerminal
            ),
            now: { (1_795_460_000, 60) },
            makeUUID: { "00000000-0000-4000-8000-000000000000" },
            makeAdapters: { _, _ in throw Problem(.failure, "This test reaches for Jira and the table") },
            makeRepository: { _ in InMemoryStateRepository() },
            makeJournal: { _ in InMemoryJournal() },
            expectedCalls: { plan, _, _, _ in plan.actions.count }
        )
    }
}
