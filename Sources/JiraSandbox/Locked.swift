import Glibc

/// A value that one thread at a time may touch.
///
/// `Synchronization.Mutex` would do, but on Linux the thread sanitizer does not see it and reports every use as a race;
/// it does see `pthread_mutex_t`.
///
/// Unchecked, as the compiler cannot know that `value` is reached in `withLock` alone, which holds the mutex. The mutex
/// has an address of its own and lives as long as this object.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
    }

    /// Runs something with the value, alone.
    ///
    /// It must not come back here.
    func withLock<Result, Failure>(_ work: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result
    {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try work(&value)
    }
}
