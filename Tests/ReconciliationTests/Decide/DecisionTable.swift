import Reconciliation

/// The decision table for what nothing is known of yet: cases 1 to 6.
extension DecisionCase {
    static let firstContact: [DecisionCase] = [
        // 1: debt, and no ticket.
        DecisionCase(1, .none, .debt, .none, says: ["create"]),
        // 2: debt, and tickets of which one is open at least.
        DecisionCase(2, .none, .debt, .open, says: ["follow CCS-1"]),
        DecisionCase(2, .none, .debt, .started, says: ["follow CCS-1"]),
        DecisionCase(2, .none, .debt, .closedAndOpen, says: ["follow CCS-1", "follow CCS-2"]),
        // 3: debt, and all tickets are closed.
        DecisionCase(3, .none, .debt, .closed, says: ["conflict status"]),
        DecisionCase(3, .none, .debt, .closed, .firstContact(.conflict), says: ["conflict status"]),
        DecisionCase(
            3,
            .none,
            .debt,
            .closed,
            .firstContact(.jira),
            says: ["resolve CCS-1", "follow CCS-1"]
        ),
        DecisionCase(3, .none, .debt, .closed, .firstContact(.audit), says: ["follow CCS-1", "create"]),
        DecisionCase(3, .none, .debt, .wontDo, .firstContact(.conflict), says: ["conflict status"]),
        DecisionCase(3, .none, .debt, .wontDo, .firstContact(.jira), says: ["accept CCS-1", "follow CCS-1"]),
        DecisionCase(3, .none, .debt, .wontDo, .firstContact(.audit), says: ["follow CCS-1", "create"]),
        DecisionCase(3, .none, .debt, .bothClosed, says: ["conflict status"]),
        DecisionCase(
            3,
            .none,
            .debt,
            .bothClosed,
            .firstContact(.jira),
            says: ["resolve CCS-1", "follow CCS-1", "follow CCS-2"]
        ),
        // 4: tickets that do not exist.
        DecisionCase(4, .none, .debt, .gone, says: ["create", "finding dangling_ticket"]),
        DecisionCase(4, .none, .debt, .openAndGone, says: ["follow CCS-1", "finding dangling_ticket"]),
        DecisionCase(
            4,
            .none,
            .debt,
            .openAndGone,
            .pruneDangling(false),
            says: ["follow CCS-1", "finding dangling_ticket"]
        ),
        DecisionCase(
            4,
            .none,
            .debt,
            .openAndGone,
            .pruneDangling(true),
            says: ["forget CCS-2", "follow CCS-1"]
        ),
        DecisionCase(4, .none, .debt, .gone, .pruneDangling(true), says: ["forget CCS-1", "create"]),
        DecisionCase(
            4,
            .none,
            .debt,
            .goneElsewhere,
            .pruneDangling(true),
            says: ["create", "finding dangling_ticket"]
        ),
        // 5: no debt.
        DecisionCase(5, .none, .clear, .none, says: []),
        DecisionCase(5, .none, .clear, .open, says: []),
        DecisionCase(5, .none, .clear, .gone, says: []),
        DecisionCase(5, .none, .gone, .none, says: []),
        DecisionCase(5, .none, .gone, .open, says: []),
    ]

    /// Case 6: an issue carries our marker, and no link knows it.
    static let marked: [DecisionCase] = [
        DecisionCase(6, .lost, .debt, .open, says: ["adopt CCS-1"]),
        DecisionCase(6, .lost, .unlisting, .open, says: ["adopt CCS-1"]),
        DecisionCase(6, .lost, .debt, .started, says: ["adopt CCS-1"]),
        DecisionCase(6, .lost, .clear, .open, says: ["close CCS-1", "adopt CCS-1"]),
        // Its row is gone: as in case 9, unless the issue may be another table's.
        DecisionCase(6, .lost, .gone, .open, says: ["finding stray_issue"]),
        DecisionCase(6, .lost, .gone, .open, .rowDeleted(.conflict), says: ["finding stray_issue"]),
        DecisionCase(6, .lostHere, .gone, .open, says: ["close CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .lostHere, .gone, .open, .rowDeleted(.close), says: ["close CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .lostHere, .gone, .open, .rowDeleted(.forget), says: ["finding stray_issue"]),
        DecisionCase(6, .lostHere, .gone, .open, .rowDeleted(.conflict), says: ["conflict status"]),
        DecisionCase(6, .lostHere, .gone, .closed, says: []),
        // It is closed, by what that means: as in rows 3 and 10.
        DecisionCase(6, .lost, .debt, .closed, says: ["conflict status"]),
        DecisionCase(6, .lost, .unlisting, .closed, says: ["conflict status"]),
        DecisionCase(6, .lost, .debt, .closed, .firstContact(.conflict), says: ["conflict status"]),
        DecisionCase(6, .lost, .debt, .closed, .firstContact(.jira), says: ["resolve CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .lost, .debt, .closed, .firstContact(.audit), says: ["reopen CCS-1", "adopt CCS-1"]),
        DecisionCase(
            6,
            .lost,
            .debt,
            .closed,
            .firstContact(.audit),
            .regression(.create),
            says: ["create"]
        ),
        DecisionCase(6, .lost, .debt, .stuck, .firstContact(.audit), says: ["create"]),
        DecisionCase(6, .lost, .debt, .wontDo, says: ["accept CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .lost, .debt, .wontDo, .firstContact(.jira), says: ["accept CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .lost, .debt, .wontDo, .firstContact(.audit), says: ["accept CCS-1", "adopt CCS-1"]),
        DecisionCase(
            6,
            .lost,
            .debt,
            .wontDo,
            .resolution("Won't Do", .resolve),
            says: ["conflict status"]
        ),
        DecisionCase(6, .lost, .clear, .closed, says: ["record CCS-1", "adopt CCS-1"]),
        // Heirs: its row is gone, and another row names it.
        DecisionCase(6, .lost, .rekeyed, .open, says: ["update CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .unnoted, .rekeyed, .open, says: ["update CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .lost, .rekeyedClear, .open, says: ["finding stray_issue"]),
        DecisionCase(6, .lostHere, .rekeyedClear, .open, says: ["close CCS-1", "adopt CCS-1"]),
        // A run died: there is a state.
        DecisionCase(6, .unnoted, .debt, .open, says: ["adopt CCS-1"]),
        DecisionCase(6, .unnoted, .unlisting, .open, says: ["adopt CCS-1"]),
        DecisionCase(6, .unnoted, .clear, .open, says: ["close CCS-1", "adopt CCS-1"]),
        DecisionCase(6, .unnoted, .gone, .open, says: ["finding stray_issue"]),
        DecisionCase(6, .unnoted, .gone, .open, .rowDeleted(.conflict), says: ["finding stray_issue"]),
        DecisionCase(6, .unnoted, .debt, .closed, says: ["conflict status"]),
        // What was closed and dropped long ago is no news.
        DecisionCase(6, .unnoted, .clear, .closed, says: []),
        DecisionCase(6, .unnoted, .gone, .closed, says: []),
        // The marker of another state is another tool's.
        DecisionCase(6, .unnoted, .debt, .markedElsewhere, says: ["follow CCS-1", "finding stray_issue"]),
        DecisionCase(6, .unnoted, .unlisting, .markedElsewhere, says: ["create", "finding stray_issue"]),
        DecisionCase(6, .lost, .debt, .markedElsewhere, says: ["adopt CCS-1"]),
        // The oldest of several is adopted, and of a clone the original.
        DecisionCase(6, .lost, .debt, .younger, says: ["adopt CCS-1", "finding duplicate_issue"]),
        DecisionCase(6, .lost, .debt, .cloned, says: ["adopt CCS-1", "finding clone"]),
    ]
}
