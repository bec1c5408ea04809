internal import Git
internal import Workflow

extension Problem {
    /// Says why git would not do it.
    init(_ error: GitError) {
        let kind: Kind =
            switch error.code {
            case .locked: .locked
            case .denied: .credentials
            case .changedMeanwhile: .stale
            case .noIdentity, .invalid: .usage
            default: .failure
            }
        self.init(kind, "git cannot \(error.operation): \(error.message)", hint: error.hint)
    }

    /// Names the spoilt file.
    init(_ fault: StateFault, in directory: String) {
        let place = "\(directory)/\(fault.file)" + (fault.line.map { ":\($0)" } ?? "")
        self.init(
            .failure,
            "\(place): \(fault.message).",
            hint: Self.hintToTakeBack(directory)
        )
    }

    /// Says how to come back to a state that was good.
    static func hintToTakeBack(_ directory: String) -> String {
        "Bring back the last good one: git log -- \(directory) shows it, git checkout <commit> -- \(directory) takes it."
    }
}

/// Runs what throws git's errors, and throws them as problems.
func asProblem<Value: ~Copyable>(_ body: () throws(GitError) -> Value) throws(Problem) -> Value {
    do throws(GitError) {
        return try body()
    } catch {
        throw Problem(error)
    }
}
