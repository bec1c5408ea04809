import Glibc

/// A value that one thread at a time may touch.
///
/// `Synchronization.Mutex` would do, but on Linux the thread sanitizer does not see it and reports every use as a race;
/// it does see `pthread_mutex_t`.
///
/// Unchecked, as the compiler cannot know that what `value` points to is reached in `withLock` alone, which holds the
/// mutex. Both have addresses of their own and live as long as this object. That the value is not a property is for the
/// sanitizer again: one without a size would share its address with the next property, which is read unlocked.
final class SharedValue<Value: Sendable>: @unchecked Sendable {
    private let value: UnsafeMutablePointer<Value>
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    init(_ value: Value) {
        self.value = .allocate(capacity: 1)
        self.value.initialize(to: value)
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    /// Runs something with the value, alone.
    ///
    /// It must not come back here.
    func withLock<Result, Failure>(_ work: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result
    {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try work(&value.pointee)
    }
}
