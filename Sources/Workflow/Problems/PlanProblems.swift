import Reconciliation

// Reading both sides, and reading plan files.
extension Problem {
    /// Two rows have one key.
    static func duplicateKey(_ key: RowKey) -> Problem {
        Problem(
            .failure,
            "Two rows have the key \(key)",
            hint: "Make the key column unique, or set database.columns.key to one that is"
        )
    }

    /// The state belongs to another project.
    static func stateIsBound(to bound: Scope, notToProjectOf scope: Scope) -> Problem {
        Problem(
            .failure,
            "The state is bound to project \(bound.project) (id \(bound.projectID)) at \(bound.site), "
                + "not to \(scope.project) (id \(scope.projectID)) at \(scope.site)",
            hint: "Correct jira.url and jira.project, or use another state.directory"
        )
    }

    /// The state belongs to another table.
    static func stateIsBound(to bound: Scope, notToTableOf scope: Scope) -> Problem {
        Problem(
            .failure,
            "The state is bound to the table \(bound.table), not to \(scope.table)",
            hint: "Correct database.table and the database's address, or use another state.directory"
        )
    }
}

extension Problem {
    /// A file is not JSON, and so no plan.
    static func notAPlan(_ name: String, because error: any Error) -> Problem {
        Problem(
            .failure,
            "\(name) is not a plan",
            causes: causes(of: error),
            hints: [],
            remedy: .savedPlan
        )
    }

    /// A file is JSON without the format of a plan.
    static func planWithoutFormat(_ name: String) -> Problem {
        Problem(.failure, "\(name) is not a plan: it has no format", hints: [], remedy: .savedPlan)
    }

    /// A plan is of a format that this version does not read.
    static func planOfFormat(_ format: Int, _ name: String, madeBy tool: String?) -> Problem {
        Problem(
            .failure,
            "\(name) is a plan of format \(format); this version reads format \(PlanDocument.format)",
            hint: "Use the version that made it (\(tool ?? "unknown")), or plan again"
        )
    }

    /// A plan does not fit its digest.
    static func planWasChanged(_ name: String, digest: Digest) -> Problem {
        Problem(
            .failure,
            "\(name) was changed since it was made: its digest is \(digest), not the one it names",
            hint: "Plan again, and review the new plan"
        )
    }

    /// A part of a plan is not there, or of another type.
    static func planLacks(_ place: String, of name: String) -> Problem {
        unreadablePlan(name, "\(place) is missing or of the wrong type")
    }

    /// A part of a plan would be lost when it is written again.
    static func planHasMore(at place: String, in name: String) -> Problem {
        unreadablePlan(name, "\(place) is not as this version writes it")
    }

    private static func unreadablePlan(_ name: String, _ reason: String) -> Problem {
        Problem(.failure, "\(name) is not a plan that can be read: \(reason)", hint: "Plan again")
    }
}
