internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension Problem {
    /// The hint about an edit that Jira refused for its fields.
    static let editHint = "Check that the fields are on the edit screen, and which values they take"

    /// The hint about a link that Jira refused.
    static let linkHint = "Check that both issues exist, and give the account the permission Link issues"

    /// The journal could not be written.
    static func unwrittenJournal(_ error: any Error) -> Problem {
        Problem(.failure, "The journal could not be written: \(error)", hint: "Check the disk")
    }

    /// The outcome of a create is unknown, for no reason that can be told.
    static let unansweredCreate = Problem(.failure, "Jira did not say what became of the issue")

    /// Jira refused to create a row's issue.
    static func refusedCreate(_ row: RowKey, _ reason: String) -> Problem {
        Problem(.failure, "row \(row): Jira refused to create the issue: \(reason.withoutStop)")
    }

    /// The answer to a create was lost.
    static func lostCreate(_ row: RowKey, _ cause: JiraFailure) -> Problem {
        Problem(
            cause.problem.kind,
            "row \(row): the issue may or may not have been created. \(cause.message) (\(cause.call))",
            hint: "The next run looks for it before it creates another"
        )
    }

    /// An issue that is to be changed is not there for the caller.
    static func hiddenIssue(_ key: String) -> Problem {
        Problem(.failure, "\(key): the issue does not exist, or the account may not see it")
    }

    /// The position of an issue in its workflow is unknown.
    static func unknownPosition(_ key: String) -> Problem {
        Problem(.failure, "\(key): Jira does not say where the issue stands")
    }

    /// No step leads an issue on.
    static func stuck(
        _ key: String,
        _ goal: IssueChange.Goal,
        at status: String,
        from start: String,
        missing: [String],
        isPlan: Bool = false
    ) -> Problem {
        let wanted = if case .closed = goal { "done" } else { "open" }
        var sentences = ["\(key): no transition leads from \"\(status)\" to a status that is \(wanted)"]
        if status != start {
            sentences.append(
                isPlan ? "It is on the way from \"\(start)\"" : "The issue was moved there from \"\(start)\""
            )
        }
        var hint = "Move the issue in Jira, or give the account the permission Transition issues"
        if !missing.isEmpty {
            sentences.append("The workflow asks for: \(missing.joined(separator: ", "))")
            hint =
                "Fill in these fields and move the issue in Jira, or make them optional on the transition's screen"
        }
        return Problem(.failure, sentences.joined(separator: ". "), hint: hint)
    }

    /// The problem as seen from a relation.
    func about(_ relation: Relation) -> Problem { about("\(relation.key): not linked to \(relation.other)") }

    /// The site has no type of links for a relation.
    static func noLinkType(for relation: Relation, among types: [LinkType]) -> Problem {
        let wanted = relation.kind.typeName
        let names = types.map(\.name).sorted().joined(separator: ", ")
        return Problem(
            .failure,
            "Jira has no link type \"\(wanted)\"; it has" + (names.isEmpty ? " none at all" : ": \(names)"),
            hint: "Ask a Jira administrator to add the link type \"\(wanted)\""
        ).about(relation)
    }

    /// The site takes no links at all.
    static func linkingOff(_ failure: JiraFailure) -> Problem {
        Problem(
            .failure,
            "Issue linking is switched off in Jira. \(failure.message) (\(failure.call))",
            hint: "Ask a Jira administrator to switch it on, under Work items › Issue linking"
        )
    }
}

extension String {
    /// The sentence without the full stop at its end.
    fileprivate var withoutStop: String { hasSuffix(".") && !hasSuffix("..") ? String(dropLast()) : self }
}
