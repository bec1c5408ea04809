import Dispatch
import SerialExecution
import Testing

@Suite struct LockedTests {
    /// Unchecked, as the test reaches it under the lock alone.
    private final class Elsewhere: @unchecked Sendable {
        var value = 0
    }

    private struct Refusal: Error, Equatable {}

    @Test func `loses no change when threads meet`() {
        let count = Locked(0)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<5_000 { count.withLock { $0 += 1 } }
        }
        #expect(count.withLock { $0 } == 40_000)
    }

    /// For the thread sanitizer, which finds what is wrong here.
    @Test func `guards what is elsewhere by a value without a size`() {
        let order = Locked(())
        let count = Elsewhere()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<1_000 { order.withLock { _ in count.value += 1 } }
        }
        #expect(count.value == 8_000)
    }

    @Test func `lets go when the work throws, and keeps what it had changed`() {
        let text = Locked("old")
        #expect(throws: Refusal()) {
            try text.withLock { text throws(Refusal) in
                text = "new"
                throw Refusal()
            }
        }
        #expect(text.withLock { $0 } == "new")
    }
}
