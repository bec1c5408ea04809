import Reconciliation

/// The decision table for managed links: cases 7 to 21.
extension DecisionCase {
    static let managed: [DecisionCase] = [
        // 7: both are open, and are merged field by field.
        DecisionCase(7, .open, .debt, .open, says: []),
        DecisionCase(7, .open, .rewritten, .open, says: ["update CCS-1"]),
        DecisionCase(7, .open, .debt, .redescribed, says: ["record CCS-1"]),
        DecisionCase(7, .open, .rewritten, .redescribed, says: ["conflict description"]),
        DecisionCase(7, .open, .debt, .started, says: ["start CCS-1"]),
        DecisionCase(7, .open, .unlisting, .open, says: ["relink CCS-1"]),
        // 8: the debt is gone.
        DecisionCase(8, .open, .clear, .open, says: ["close CCS-1"]),
        DecisionCase(8, .accepted, .clear, .open, says: ["close CCS-1"]),
        // 9: the row is gone.
        DecisionCase(9, .open, .gone, .open, says: ["close CCS-1"]),
        DecisionCase(9, .open, .gone, .open, .rowDeleted(.close), says: ["close CCS-1"]),
        DecisionCase(9, .open, .gone, .open, .rowDeleted(.forget), says: ["forget CCS-1"]),
        DecisionCase(9, .open, .gone, .open, .rowDeleted(.conflict), says: ["conflict status"]),
        DecisionCase(9, .accepted, .gone, .open, says: ["close CCS-1"]),
        // 10: the issue was closed, by what its resolution means.
        DecisionCase(10, .open, .debt, .closed, says: ["resolve CCS-1"]),
        DecisionCase(10, .open, .debt, .wontDo, says: ["accept CCS-1"]),
        DecisionCase(10, .open, .debt, .wontDo, .resolution("Won't Do", .resolve), says: ["resolve CCS-1"]),
        DecisionCase(10, .open, .debt, .closed, .resolution("Done", .accept), says: ["accept CCS-1"]),
        DecisionCase(10, .accepted, .debt, .wontDo, says: []),
        DecisionCase(10, .accepted, .rewritten, .wontDo, says: []),
        DecisionCase(10, .accepted, .debt, .gone, says: ["finding accepted_issue_missing"]),
        // 11: the debt was rewritten, and the issue closed.
        DecisionCase(11, .open, .rewritten, .closed, says: ["conflict status"]),
        DecisionCase(11, .open, .rewritten, .wontDo, says: ["conflict status"]),
        // 12: both say that it is done.
        DecisionCase(12, .open, .clear, .closed, says: ["record CCS-1"]),
        DecisionCase(12, .open, .clear, .wontDo, says: ["record CCS-1"]),
        DecisionCase(12, .accepted, .clear, .wontDo, says: ["record CCS-1"]),
        // 13: the issue is gone.
        DecisionCase(13, .open, .debt, .gone, says: ["create"]),
        DecisionCase(13, .open, .rewritten, .gone, says: ["create"]),
        DecisionCase(13, .open, .debt, .gone, .issueDeleted(.recreate), says: ["create"]),
        DecisionCase(13, .open, .debt, .gone, .issueDeleted(.unlink), says: ["accept CCS-1"]),
        DecisionCase(13, .open, .debt, .gone, .issueDeleted(.conflict), says: ["conflict status"]),
        DecisionCase(13, .resolved, .debt, .gone, says: ["create"]),
        DecisionCase(13, .resolved, .debt, .gone, .issueDeleted(.unlink), says: ["accept CCS-1"]),
        // 14: the issue is gone, and so is the debt or the row.
        DecisionCase(14, .open, .clear, .gone, says: ["forget CCS-1"]),
        DecisionCase(14, .open, .gone, .gone, says: ["forget CCS-1"]),
        DecisionCase(14, .open, .gone, .closed, says: ["forget CCS-1"]),
        DecisionCase(14, .resolved, .clear, .gone, says: ["forget CCS-1"]),
        DecisionCase(14, .accepted, .clear, .gone, says: ["forget CCS-1"]),
        DecisionCase(14, .accepted, .gone, .wontDo, says: ["forget CCS-1"]),
        // 15: it is done, and stays so.
        DecisionCase(15, .resolved, .clear, .closed, says: []),
        // 16: the debt is back.
        DecisionCase(16, .resolved, .debt, .closed, says: ["reopen CCS-1"]),
        DecisionCase(16, .resolved, .rewritten, .closed, says: ["reopen CCS-1"]),
        DecisionCase(16, .resolved, .debt, .closed, .regression(.reopen), says: ["reopen CCS-1"]),
        DecisionCase(16, .resolved, .debt, .closed, .regression(.create), says: ["create"]),
        DecisionCase(16, .resolved, .debt, .stuck, says: ["create"]),
        DecisionCase(16, .resolved, .debt, .stuck, .regression(.create), says: ["create"]),
        // 17: the issue was opened again.
        DecisionCase(17, .resolved, .clear, .open, says: ["unresolve CCS-1"]),
        DecisionCase(17, .resolved, .clear, .started, says: ["unresolve CCS-1"]),
        // 18: both are open again.
        DecisionCase(18, .resolved, .debt, .open, says: ["record CCS-1"]),
        DecisionCase(18, .resolved, .rewritten, .open, says: ["update CCS-1"]),
        DecisionCase(
            18,
            .resolved,
            .rewritten,
            .redescribed,
            says: ["record CCS-1", "conflict description"]
        ),
        DecisionCase(18, .accepted, .debt, .open, says: ["record CCS-1"]),
        // 19: it was done, and the row is gone.
        DecisionCase(19, .resolved, .gone, .closed, says: ["forget CCS-1"]),
        DecisionCase(19, .resolved, .gone, .open, says: ["forget CCS-1"]),
        DecisionCase(19, .resolved, .gone, .gone, says: ["forget CCS-1"]),
        // 20: the row's key or path changed.
        DecisionCase(20, .open, .rekeyed, .open, says: ["update CCS-1"]),
        DecisionCase(20, .open, .rekeyedClear, .open, says: ["close CCS-1", "update CCS-1"]),
        DecisionCase(20, .open, .rekeyed, .closed, says: ["resolve CCS-1", "update CCS-1"]),
        DecisionCase(20, .open, .rekeyed, .gone, says: ["create"]),
        DecisionCase(20, .resolved, .rekeyedClear, .closed, says: ["update CCS-1"]),
        DecisionCase(20, .accepted, .rekeyed, .wontDo, says: ["update CCS-1"]),
        DecisionCase(20, .open, .repathed, .open, says: ["update CCS-1"]),
        DecisionCase(20, .resolved, .repathedClear, .closed, says: ["record CCS-1"]),
        DecisionCase(20, .accepted, .repathed, .wontDo, says: ["record CCS-1"]),
        // 21: the issue's key changed.
        DecisionCase(21, .open, .debt, .moved, says: ["relink OPS-7"]),
        DecisionCase(21, .open, .clear, .moved, says: ["close OPS-7", "relink OPS-7"]),
        DecisionCase(21, .open, .debt, .movedClosed, says: ["resolve OPS-7", "relink OPS-7"]),
        DecisionCase(21, .resolved, .clear, .movedClosed, says: ["relink OPS-7"]),
        DecisionCase(21, .open, .rekeyed, .moved, says: ["update OPS-7", "relink OPS-7"]),
    ]

    /// Cases 22 and 23: more issues than one carry a marker or the label.
    static let several: [DecisionCase] = [
        // 22: of another operation.
        DecisionCase(22, .open, .debt, .younger, says: ["finding duplicate_issue"]),
        DecisionCase(22, .open, .debt, .younger, .duplicates(.report), says: ["finding duplicate_issue"]),
        DecisionCase(22, .open, .debt, .younger, .duplicates(.close), says: ["close CCS-2"]),
        DecisionCase(22, .open, .debt, .older, .duplicates(.close), says: ["finding duplicate_issue"]),
        DecisionCase(
            22,
            .open,
            .debt,
            .youngerListed,
            .duplicates(.close),
            says: ["follow CCS-2", "finding duplicate_issue"]
        ),
        DecisionCase(22, .open, .debt, .youngerClosed, .duplicates(.close), says: []),
        DecisionCase(
            22,
            .resolved,
            .clear,
            .closedAndYounger,
            .duplicates(.close),
            says: ["finding duplicate_issue"]
        ),
        DecisionCase(22, .open, .clear, .younger, .duplicates(.close), says: ["close CCS-1", "close CCS-2"]),
        // 23: of the same operation, or the label alone.
        DecisionCase(23, .open, .debt, .cloned, says: ["finding clone"]),
        DecisionCase(23, .open, .debt, .cloned, .duplicates(.close), says: ["finding clone"]),
        DecisionCase(23, .open, .rekeyed, .cloned, says: ["update CCS-1", "finding clone"]),
        DecisionCase(23, .resolved, .clear, .closedAndCloned, says: ["finding clone"]),
        DecisionCase(23, .open, .debt, .labelled, says: ["finding foreign_label"]),
        DecisionCase(23, .open, .debt, .labelled, .duplicates(.close), says: ["finding foreign_label"]),
    ]
}
