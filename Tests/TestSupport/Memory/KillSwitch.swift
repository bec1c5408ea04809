import SerialExecution

/// A process that a test lets die at a counted moment: every fake takes a step before and after each thing it does.
public final class KillSwitch: Sendable {
    /// The error of a dead process's calls.
    public struct Death: Error {
        /// Says no more than that.
        public init() {}
    }

    private let left = Locked<Int?>(nil)
    private let deaths = Locked(0)

    /// A process that lives.
    public init() {}

    /// Lets it die after so many steps.
    public func end(after steps: Int) { left.withLock { $0 = steps } }

    /// Starts it again, to live on.
    public func restart() { left.withLock { $0 = nil } }

    /// Whether it died.
    public var wasOver: Bool { failures > 0 }

    /// The number of steps that were tried in vain, in all its lives.
    public var failures: Int { deaths.withLock { $0 } }

    /// Goes a step on; throws ``Death`` when that was the end, and ever after.
    public func step() throws {
        try left.withLock { left in
            guard let steps = left else { return }
            guard steps > 0 else {
                deaths.withLock { $0 += 1 }
                throw Death()
            }
            left = steps - 1
        }
    }
}
