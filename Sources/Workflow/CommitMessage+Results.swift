import Reconciliation

extension CommitMessage {
    /// The message of an apply: counts in the subject, a line per action in the body, trailers for programs.
    init(_ results: [ActionResult], plan: Digest, serial: Int) {
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
        var trailers = [
            Trailer("Audit-Jira-Plan", plan.description), Trailer("Audit-Jira-Serial", "\(serial)"),
        ]
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
