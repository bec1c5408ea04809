import Reconciliation

// Applying a plan.
extension Problem {
    /// The plan was made with another configuration.
    static var configurationChanged: Problem {
        Problem(
            .stale,
            "The configuration changed since the plan was made",
            hint: "Plan again, and review the new plan"
        )
    }

    /// The plan was made for another state.
    static func planOfAnotherState(_ lineage: String) -> Problem {
        Problem(
            .stale,
            "The plan was made for another state (lineage \(lineage))",
            hint: "Plan again in this repository, and review the new plan"
        )
    }

    /// Guards refuse a plan.
    static func refused(_ refusals: [GuardRefusal]) -> Problem {
        let lines = refusals.map { "\($0.name): \($0.count); measured \($0.measured), limit \($0.limit)" }
        return Problem(
            .guarded,
            "A guard refuses this plan. " + lines.joined(separator: ". "),
            hint: "If this is what you want, plan again with \(refusals.map(\.option).joined(separator: " "))"
        )
    }

    /// Actions are no longer true, and the whole plan is refused for them.
    static func actionsAreStale(_ count: Int, first: Action) -> Problem {
        Problem(
            .stale,
            "\(count) actions are no longer true; the first is \(first.operation.rawValue) of row \(first.row)",
            hints: [],
            remedy: .skippingStale
        )
    }

    /// The plan foresaw that an action cannot be done.
    static func foreseen(_ obstacle: Obstacle) -> Problem {
        Problem(.failure, obstacle.message, hint: obstacle.hint)
    }

    /// The same problem, where it kept the state of a run that had written to a side from being committed.
    var uncommitted: Problem {
        adding(
            hint:
                "What was written to Jira and the table is noted: the next audit-jira apply or sync records it"
        )
    }
}

// Finishing a run that was interrupted.
extension Problem {
    /// The interrupted run was about another project or table.
    static func interruptedRun(about bound: Scope, not scope: Scope) -> Problem {
        Problem(
            .failure,
            "An earlier run did not finish: it was about project \(bound.project) at \(bound.site) and the table "
                + "\(bound.table), not about \(scope.project) at \(scope.site) and \(scope.table)",
            hint: "Run audit-jira sync once with the configuration of that run, which finishes it"
        )
    }

    /// The interrupted run was about another state.
    static func interruptedRun(aboutLineage lineage: String) -> Problem {
        Problem(
            .failure,
            "An earlier run did not finish: it was about another state (lineage \(lineage))",
            hint: "Check out the branch that it ran on, and run audit-jira sync there, which finishes it"
        )
    }

    /// An action that an interrupted run did not get to the end of.
    static func cutShort(_ action: Action) -> Problem {
        Problem(
            .interrupted,
            "row \(action.row): the run was cut short before the \(action.operation.rawValue) was done"
        )
    }

    /// A journal is of a format that this version does not read.
    static func journalOfFormat(_ format: Int) -> Problem {
        Problem(
            .failure,
            "An earlier run did not finish, and its journal is of format \(format); "
                + "this version reads \(JournalHeader.format)",
            hint: "Run audit-jira sync once with the version of that run, which finishes it"
        )
    }

    /// A journal that this version cannot read.
    static func spoiltJournal(_ reason: String) -> Problem {
        Problem(
            .failure,
            "An earlier run did not finish, and its journal cannot be read",
            causes: [reason],
            hint:
                "Remove the files in audit-jira/journal of the git directory; what reached Jira is then found by its markers"
        )
    }
}
