import Reconciliation

/// The decision table for followed links: no row of it writes an issue.
extension DecisionCase {
    static let followed: [DecisionCase] = [
        DecisionCase(7, .followed, .debt, .open, says: []),
        DecisionCase(7, .followed, .rewritten, .open, says: []),
        DecisionCase(7, .followed, .debt, .redescribed, says: []),
        DecisionCase(7, .followed, .debt, .started, says: ["start CCS-1"]),
        DecisionCase(8, .followed, .clear, .open, says: ["finding ticket_still_open"]),
        DecisionCase(9, .followed, .gone, .open, says: ["forget CCS-1", "finding ticket_still_open"]),
        DecisionCase(
            9,
            .followed,
            .gone,
            .open,
            .rowDeleted(.conflict),
            says: ["forget CCS-1", "finding ticket_still_open"]
        ),
        DecisionCase(10, .followed, .debt, .closed, says: ["resolve CCS-1"]),
        DecisionCase(10, .followed, .debt, .wontDo, says: ["accept CCS-1"]),
        DecisionCase(10, .followed, .debt, .closedAndOpen, .resolveWhen(.all), says: []),
        DecisionCase(10, .followed, .debt, .closedAndOpen, .resolveWhen(.any), says: ["resolve CCS-1"]),
        DecisionCase(10, .followed, .debt, .bothClosed, .resolveWhen(.all), says: ["resolve CCS-1"]),
        DecisionCase(10, .followed, .debt, .bothClosed, .resolveWhen(.any), says: ["resolve CCS-1"]),
        DecisionCase(11, .followed, .rewritten, .closed, says: ["conflict status"]),
        DecisionCase(12, .followed, .clear, .closed, says: ["record CCS-1"]),
        DecisionCase(
            13,
            .followed,
            .debt,
            .gone,
            says: ["forget CCS-1", "create", "finding dangling_ticket"]
        ),
        DecisionCase(
            13,
            .followed,
            .debt,
            .gone,
            .issueDeleted(.conflict),
            says: ["forget CCS-1", "create", "finding dangling_ticket"]
        ),
        DecisionCase(14, .followed, .clear, .gone, says: ["forget CCS-1"]),
        DecisionCase(14, .followed, .gone, .gone, says: ["forget CCS-1"]),
        DecisionCase(14, .followed, .gone, .closed, says: ["forget CCS-1"]),
        DecisionCase(15, .followedResolved, .clear, .closed, says: []),
        DecisionCase(16, .followedResolved, .debt, .closed, says: ["finding ticket_closed"]),
        DecisionCase(
            16,
            .followedResolved,
            .debt,
            .closed,
            .regression(.create),
            says: ["finding ticket_closed"]
        ),
        DecisionCase(17, .followedResolved, .clear, .open, says: ["unresolve CCS-1"]),
        DecisionCase(18, .followedResolved, .debt, .open, says: ["record CCS-1"]),
        DecisionCase(19, .followedResolved, .gone, .closed, says: ["forget CCS-1"]),
        DecisionCase(19, .followedResolved, .gone, .open, says: ["forget CCS-1"]),
        DecisionCase(20, .followed, .rekeyed, .open, says: ["record CCS-1"]),
        DecisionCase(20, .followed, .repathed, .open, says: ["record CCS-1"]),
        DecisionCase(21, .followed, .debt, .moved, says: ["relink OPS-7"]),
    ]
}
