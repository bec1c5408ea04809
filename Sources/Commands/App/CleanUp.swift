import SerialExecution
import Workflow

/// The work at the end of a run, however it ends, and the way to end it early.
final class CleanUp: Sendable {
    private struct State {
        var work: [@Sendable () async -> Void] = []
        var stop: (@Sendable () -> Void)?
        var reason: Problem?
    }

    private let state = Locked(State())

    /// Adds something to do at the end.
    func add(_ work: @escaping @Sendable () async -> Void) { state.withLock { $0.work.append(work) } }

    /// Does what was added, the last first.
    func finish() async {
        let work = state.withLock { state in
            defer { state.work = [] }
            return state.work
        }
        for part in work.reversed() { await part() }
    }

    /// Sets the way to stop the run: as by Ctrl-C, with what is in flight done and recorded.
    func onStop(_ stop: @escaping @Sendable () -> Void) {
        let isDue = state.withLock { state in
            state.stop = stop
            return state.reason != nil
        }
        if isDue { stop() }
    }

    /// Stops the run; it ends with this problem then.
    func stop(for reason: Problem) {
        let stop = state.withLock { state in
            state.reason = state.reason ?? reason
            return state.stop
        }
        stop?()
    }

    /// The reason why the run was stopped; nil when it was not.
    var reason: Problem? { state.withLock(\.reason) }
}
