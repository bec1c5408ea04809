internal import Synchronization

/// Whether the run was told to stop, and the long waits that end with that.
///
/// What has begun to change Jira is not cancelled with its task, since half a change would be worse than a whole one; but it
/// must not sit out a wait of minutes, either.
final class StopSignal: Sendable {
    private struct State {
        var isRaised = false
        var waits: [Int: @Sendable () -> Void] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    var isRaised: Bool { state.withLock { $0.isRaised } }

    /// Ends the waits under way; those to come do not begin.
    func raise() {
        let waits = state.withLock { state in
            defer { state.waits = [:] }
            state.isRaised = true
            return state.waits
        }
        for end in waits.values { end() }
    }

    /// Runs something that `end` ends when the run is told to stop, at once if it was.
    func run<Result>(
        _ work: nonisolated(nonsending) () async throws -> Result,
        endedBy end: @escaping @Sendable () -> Void
    ) async rethrows -> Result {
        let number = state.withLock { state -> Int? in
            guard !state.isRaised else { return nil }
            state.count += 1
            state.waits[state.count] = end
            return state.count
        }
        if number == nil { end() }
        defer { if let number { state.withLock { _ = $0.waits.removeValue(forKey: number) } } }
        return try await work()
    }

    /// Runs something to its end although its task is cancelled: only its long waits end then.
    func shield<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
        await withTaskCancellationHandler {
            await Task { await work() }.value
        } onCancel: {
            raise()
        }
    }
}
