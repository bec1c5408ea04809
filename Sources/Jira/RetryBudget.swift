/// How often a run may still repeat calls after faults: a Jira that is down must not cost every call its own patience.
///
/// What succeeds gives back what was spent. A run that spent all and still meets nothing but faults makes no more calls.
struct RetryBudget: Hashable, Sendable {
    /// How many repetitions a run may be short of.
    let size: Int
    private(set) var left: Int
    /// Faults since the last success.
    private(set) var faults = 0

    init(size: Int) {
        self.size = size
        left = size
    }

    /// Whether there were as many faults in a row as the budget is large.
    var isOutage: Bool { faults >= size && left == 0 }

    /// Takes a repetition out; false when none is left.
    mutating func spend() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    mutating func noteFault() { faults += 1 }

    /// Takes note of an answer that is no fault, though no success either.
    mutating func noteAnswer() { faults = 0 }

    mutating func noteSuccess() {
        left = min(size, left + 1)
        faults = 0
    }
}
