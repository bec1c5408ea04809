import Reconciliation

extension CommitMessage {
    /// The message of an apply: counts in the subject, a line per action in the body, trailers for programs.
    ///
    /// - Parameters:
    ///   - results: What became of the plan's actions.
    ///   - plan: The plan's digest.
    ///   - serial: The serial of the state that is committed.
    ///   - isRecovery: Whether a later run found out what was done.
    init(_ results: [ActionResult], plan: Digest, serial: Int, isRecovery: Bool) {
        var counts: [Operation: Int] = [:]
        var failed = 0
        var skipped = 0
        for result in results {
            switch result.ending {
            case .done: counts[result.action.operation, default: 0] += 1
            case .failed: failed += 1
            case .stale: skipped += 1
            }
        }
        let order: [Operation] = [
            .create, .update, .close, .resolve, .start, .reopen, .unresolve, .follow, .adopt, .accept,
            .relink, .record,
            .forget,
        ]
        let parts = order.compactMap { operation in
            counts[operation].map { (operation, $0) }
        }
        let subject = parts.map { "\($0.1) \($0.0.participle)" }.joined(separator: ", ")
        var trailers = [Self.planTrailer(plan), Self.serialTrailer(serial)]
        if isRecovery { trailers.append(Trailer("Audit-Jira-Recovered", "true")) }
        for (operation, count) in parts {
            let word = operation.participle
            trailers.append(
                Trailer("Audit-Jira-\(word.prefix(1).uppercased())\(word.dropFirst())", "\(count)")
            )
        }
        if failed > 0 { trailers.append(Trailer("Audit-Jira-Failed", "\(failed)")) }
        if skipped > 0 { trailers.append(Trailer("Audit-Jira-Skipped", "\(skipped)")) }
        self.init(
            subject: "audit-jira: \(subject.isEmpty ? "nothing done" : subject)",
            body: results.compactMap(Self.line),
            trailers: trailers
        )
    }

    /// Names the plan that was carried out.
    static func planTrailer(_ plan: Digest) -> Trailer { Trailer("Audit-Jira-Plan", plan.description) }

    /// Names the serial of the state that was committed.
    static func serialTrailer(_ serial: Int) -> Trailer { Trailer("Audit-Jira-Serial", "\(serial)") }

    private static func line(_ result: ActionResult) -> String? {
        let action = result.action
        let place = [action.row.text, action.path, result.key ?? action.key].compactMap { $0 }
            .map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
            .joined(separator: " ")
        switch result.ending {
        case .done: return "\(action.operation.rawValue) \(place)"
        case .failed: return result.key == nil ? nil : "failed \(action.operation.rawValue) \(place)"
        case .stale: return nil
        }
    }
}
