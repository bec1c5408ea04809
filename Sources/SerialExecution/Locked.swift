internal import Glibc

/// A value that one thread at a time may touch.
///
/// It is what `Synchronization.Mutex` is, over `pthread_mutex_t`: on Linux the thread sanitizer does not see the
/// futex under `Mutex` and reports every use as a race, which would hide the real ones.
///
/// Unchecked, as the compiler cannot know that what `value` points to is reached in ``withLock(_:)`` alone, which holds
/// the mutex. Both have addresses of their own and live as long as this object. That the value is not a property is for
/// the sanitizer again: one without a size would share its address with the next property, which is read unlocked.
@safe public final class Locked<Value: Sendable>: @unchecked Sendable {
    private let value: UnsafeMutablePointer<Value>
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// Makes a value that nobody holds.
    public init(_ value: Value) {
        unsafe self.value = .allocate(capacity: 1)
        unsafe self.value.initialize(to: value)
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deinitialize(count: 1)
        unsafe mutex.deallocate()
        unsafe value.deinitialize(count: 1)
        unsafe value.deallocate()
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
        return try unsafe work(&value.pointee)
    }
}
