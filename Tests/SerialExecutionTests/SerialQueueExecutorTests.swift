import Dispatch
import SerialExecution
import Testing

@Suite struct SerialQueueExecutorTests {
    /// An actor that blocks its thread.
    private actor Blocking {
        private let executor = SerialQueueExecutor(label: "blocking")
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private var count = 0

        func meet(_ mine: DispatchSemaphore, _ other: DispatchSemaphore) {
            assertIsolated()
            mine.signal()
            other.wait()
        }

        func add() { count += 1 }
        func total() -> Int { count }
    }

    /// Each waits for all others to have begun: on the cooperative pool, with fewer threads than that, they
    /// would wait for each other for good, and the test would not end.
    @Test func `gives every actor a thread of its own`() async {
        let size = 32
        let actors = (0..<size).map { _ in Blocking() }
        let begun = (0..<size).map { _ in DispatchSemaphore(value: 0) }
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<size {
                group.addTask { await actors[index].meet(begun[index], begun[(index + 1) % size]) }
            }
        }
    }

    @Test func `runs the jobs of one actor one at a time`() async {
        let actor = Blocking()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<500 { group.addTask { await actor.add() } }
        }
        #expect(await actor.total() == 500)
    }
}
