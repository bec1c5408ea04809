import SerialExecution

/// Lets a few tests in at a time; the others wait outside, without holding a thread.
///
/// All tests of a run start at once. Where each of hundreds has servers and programs of its own, all of them stand still
/// for minutes together, and what has a time limit passes it.
public final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Locked<State>

    /// Makes one that lets `places` in.
    public init(places: Int) { state = Locked(State(free: places)) }

    /// Runs something when its turn has come; who came first goes first.
    public func pass<Result>(_ work: () async throws -> Result) async rethrows -> Result {
        await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
