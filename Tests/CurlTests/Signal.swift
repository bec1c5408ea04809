import SerialExecution

/// Something that happens once, and that tasks can wait for.
final class Signal: Sendable {
    private let state = Locked<(isGiven: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    func give() {
        let waiters = state.withLock { state in
            defer { state = (true, []) }
            return state.waiters
        }
        waiters.forEach { $0.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isGiven = state.withLock { state in
                if !state.isGiven { state.waiters.append(continuation) }
                return state.isGiven
            }
            if isGiven { continuation.resume() }
        }
    }
}
