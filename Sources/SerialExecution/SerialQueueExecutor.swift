import Dispatch

/// Runs an actor's jobs one after the other on a dispatch queue of its own.
///
/// A C call that blocks (a query, a read of a large repository) would hold one of the few threads of Swift's
/// cooperative pool, and with it every other task of the process. An actor that owns a blocking handle keeps
/// one of these instead and hands it out as its `unownedExecutor`:
///
///     actor Archive {
///         private let executor = SerialQueueExecutor(label: "archive")
///         nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
///     }
///
/// The queue must outlive its jobs; an actor holds its executor for as long as it lives, which suffices.
public final class SerialQueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// Makes an executor whose thread carries `label` in debuggers and crash reports.
    public init(label: String) { queue = DispatchQueue(label: label) }

    /// Takes a job of the actor to run after those that wait already.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Stops the program when it is not running on this executor's queue.
    public func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
