import ArgumentParser
import Workflow

/// The exit codes of `docs/exit-codes.md`.
enum ExitStatus: Int32 {
    case done = 0
    case failure = 1
    case changes = 2
    case partial = 3
    case conflicts = 4
    case guarded = 5
    case locked = 6
    case credentials = 7
    case diverged = 8
    case usage = 64
    case interrupted = 130

    /// The status that a problem ends a run with.
    init(_ kind: Problem.Kind) {
        switch kind {
        case .usage: self = .usage
        case .failure, .stale: self = .failure
        case .credentials: self = .credentials
        case .guarded: self = .guarded
        case .locked: self = .locked
        case .diverged: self = .diverged
        case .interrupted: self = .interrupted
        }
    }
}
