import Testing

@testable import JiraAPI

@Suite struct StopSignalTests {
    /// Far longer than a test may take: only the signal ends it.
    private static let forever = Duration.seconds(3600)

    @Test func `waits under way end, however many, and those to come do not begin`() async {
        let signal = StopSignal()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        try await signal.wait { try await Task.sleep(for: Self.forever) }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            group.addTask {
                await Task.yield()
                signal.raise()
                return true
            }
            for await hasEnded in group { #expect(hasEnded) }
        }
        #expect(signal.isRaised)
        await #expect(throws: CancellationError.self) {
            try await signal.wait { try await Task.sleep(for: Self.forever) }
        }
    }

    @Test func `a wait ends with its task, and says nothing of the run`() async {
        let signal = StopSignal()
        let task = Task { try await signal.wait { try await Task.sleep(for: Self.forever) } }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!signal.isRaised)
    }

    @Test func `what is shielded is finished, and hears that the run is to stop`() async {
        let signal = StopSignal()
        let task = Task {
            await signal.shield {
                while !signal.isRaised { await Task.yield() }
                return Task.isCancelled
            }
        }
        task.cancel()
        #expect(await task.value == false)
    }
}
