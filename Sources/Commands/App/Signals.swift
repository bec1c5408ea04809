import Dispatch
import Foundation
import SerialExecution

/// Turns Ctrl-C and SIGTERM into a request to stop: the first lets a run finish what is in flight, a second ends the process.
final class Signals: Sendable {
    private let console: Console
    private let stop: @Sendable () -> Void
    private let count = Locked(0)

    /// Prepares to watch.
    ///
    /// - Parameters:
    ///   - console: Where to say what happens.
    ///   - stop: What to do at the first signal.
    init(_ console: Console, stop: @escaping @Sendable () -> Void) {
        self.console = console
        self.stop = stop
    }

    /// Watches until the process ends.
    func watch() -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            // The default would end the process before the source is asked.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { self.take() }
            source.resume()
            return source
        }
    }

    /// Takes a signal.
    private func take() {
        let signals = count.withLock { count in
            count += 1
            return count
        }
        guard signals == 1 else { _exit(ExitStatus.interrupted.rawValue) }
        console.remark("\nStopping as soon as what is in flight is done. A second time stops at once.\n")
        stop()
    }
}
