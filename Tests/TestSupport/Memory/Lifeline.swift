import SerialExecution

/// What keeps a process alive that a test lets die at a counted moment: every port takes a step of it before and after each
/// thing it does.
public final class Lifeline: Sendable {
    /// What a dead process's calls throw.
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

    /// How many steps were tried in vain, in all its lives.
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
