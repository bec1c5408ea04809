/// The repetitions after faults that a run has left: a Jira that is down must not cost every call its own patience.
///
/// What succeeds gives back what was spent. An endpoint that meets nothing but faults when all is spent is called no more.
struct RetryBudget: Hashable, Sendable {
    /// The repetitions of a run that nothing gives back.
    let size: Int
    private(set) var left: Int
    /// Faults since an endpoint's last answer.
    private var faults: [String: Int] = [:]

    init(size: Int) {
        self.size = size
        left = size
    }

    /// Returns the number of faults in a row that stopped an endpoint; nil when it is called on.
    func outage(of endpoint: String) -> Int? {
        guard left == 0, let count = faults[endpoint], count >= size else { return nil }
        return count
    }

    /// Takes a repetition out; false when none is left.
    mutating func spend() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    mutating func noteFault(of endpoint: String) { faults[endpoint, default: 0] += 1 }

    /// Takes note of an answer that is no fault, though no success either.
    mutating func noteAnswer(of endpoint: String) { faults[endpoint] = nil }

    mutating func noteSuccess(of endpoint: String) {
        left = min(size, left + 1)
        faults[endpoint] = nil
    }
}
