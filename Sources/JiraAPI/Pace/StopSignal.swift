internal import Synchronization

/// The word that the run is to stop, and the long waits that end with it.
///
/// What has begun to change Jira is not cancelled with its task, since half a change would be worse than a whole one; but it
/// must not sit out a wait of minutes, either.
///
/// An atomic flag and an actor, and not a `Mutex`, since on Linux the thread sanitizer does not see the futex under `Mutex` and
/// reports every use as a race; the atomic is compiled into this module, where the sanitizer sees it. The order makes it whole:
/// a wait is entered before the flag is looked at, and the flag is raised before the waits are ended.
package final class StopSignal: Sendable {
    /// The tasks that long waits are made of.
    private actor Waits {
        private var tasks: [Int: Task<Void, any Error>] = [:]
        private var count = 0

        func enter(_ task: Task<Void, any Error>) -> Int {
            count += 1
            tasks[count] = task
            return count
        }

        func leave(_ number: Int) { tasks[number] = nil }

        func end() {
            for task in tasks.values { task.cancel() }
        }
    }

    private let flag = Atomic(false)
    private let waits = Waits()

    /// Whether the run was told to stop.
    package var isRaised: Bool { flag.load(ordering: .sequentiallyConsistent) }

    /// Ends the waits under way; those to come do not begin.
    package func raise() {
        flag.store(true, ordering: .sequentiallyConsistent)
        Task { await waits.end() }
    }

    /// Waits; ends early, with an error, when the run is told to stop or the task is cancelled.
    func wait(_ sleep: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await sleep() }
        let number = await waits.enter(task)
        if isRaised { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        await waits.leave(number)
        try result.get()
    }

    /// Runs something to its end although its task is cancelled: only its long waits end then.
    package func shield<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
        await withTaskCancellationHandler {
            await Task { await work() }.value
        } onCancel: {
            raise()
        }
    }
}
