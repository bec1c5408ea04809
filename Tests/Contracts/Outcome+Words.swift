import Workflow

extension Outcome {
    /// The outcome's name, for comparisons.
    var word: String {
        switch self {
        case .done: "done"
        case .stale: "stale"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }

    /// The value of a write that was done.
    var value: Value? { if case .done(let value) = self { value } else { nil } }
}
