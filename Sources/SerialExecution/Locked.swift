internal import Glibc

/// A value that one thread at a time may touch.
///
/// It is what `Synchronization.Mutex` is, over `pthread_mutex_t`: on Linux the thread sanitizer does not see the
/// futex under `Mutex` and reports every use as a race, which would hide the real ones.
///
/// Unchecked, as the compiler cannot know that `value` is reached in ``withLock(_:)`` alone, which holds the mutex.
/// The mutex has an address of its own and lives as long as this object.
@safe public final class Locked<Value: Sendable>: @unchecked Sendable {
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// Makes a value that nobody holds.
    public init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deinitialize(count: 1)
        unsafe mutex.deallocate()
    }

    /// Runs something with the value, alone.
    ///
    /// It waits until nobody else holds the value, and blocks its thread meanwhile, so `work` should be short. `work` must
    /// not come back here, which would wait for ever. What it throws is thrown on.
    public func withLock<Result, Failure>(
        _ work: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try work(&value)
    }
}
