import Reconciliation
import Testing

/// A conflict, and what the next plan says once people took one side.
struct ResolutionCase: CustomTestStringConvertible, Sendable {
    /// The row of the decision table that the conflict comes from.
    let conflict: DecisionCase
    let audit: [String]
    let jira: [String]

    init(_ conflict: DecisionCase, audit: [String], jira: [String]) {
        self.conflict = conflict
        self.audit = audit
        self.jira = jira
    }

    var testDescription: String { conflict.testDescription }

    /// The row that is in conflict.
    var key: RowKey { conflict.row == .rekeyed ? "9" : "1" }

    static let table: [ResolutionCase] = [
        // Tickets that people wrote, closed at first contact.
        ResolutionCase(
            DecisionCase(3, .none, .debt, .closed, says: ["conflict status"]),
            audit: ["create"],
            jira: ["resolve CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(3, .none, .debt, .wontDo, says: ["conflict status"]),
            audit: ["create"],
            jira: ["accept CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(3, .none, .debt, .bothClosed, says: ["conflict status"]),
            audit: ["create"],
            jira: ["resolve CCS-1"]
        ),
        // An issue of ours, closed while the state was lost.
        ResolutionCase(
            DecisionCase(6, .lost, .debt, .closed, says: ["conflict status"]),
            audit: ["reopen CCS-1"],
            jira: ["resolve CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(6, .lost, .unlisting, .closed, says: ["conflict status"]),
            audit: ["reopen CCS-1", "relink CCS-1"],
            jira: ["resolve CCS-1", "relink CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(6, .unnoted, .debt, .closed, says: ["conflict status"]),
            audit: ["reopen CCS-1"],
            jira: ["resolve CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(6, .lostHere, .gone, .open, .rowDeleted(.conflict), says: ["conflict status"]),
            audit: ["close CCS-1"],
            jira: ["forget CCS-1"]
        ),
        // An issue that is taken over, and says otherwise than the row.
        ResolutionCase(
            DecisionCase(6, .lost, .debt, .redescribed, says: ["adopt CCS-1", "conflict description"]),
            audit: ["update CCS-1"],
            jira: []
        ),
        ResolutionCase(
            DecisionCase(6, .lost, .unlisting, .redescribed, says: ["adopt CCS-1", "conflict description"]),
            audit: ["update CCS-1", "relink CCS-1"],
            jira: ["relink CCS-1"]
        ),
        // A field that both sides changed.
        ResolutionCase(
            DecisionCase(7, .open, .rewritten, .redescribed, says: ["conflict description"]),
            audit: ["update CCS-1"],
            jira: []
        ),
        ResolutionCase(
            DecisionCase(
                18,
                .resolved,
                .rewritten,
                .redescribed,
                says: ["record CCS-1", "conflict description"]
            ),
            audit: ["update CCS-1"],
            jira: ["record CCS-1"]
        ),
        // A row that is gone.
        ResolutionCase(
            DecisionCase(9, .open, .gone, .open, .rowDeleted(.conflict), says: ["conflict status"]),
            audit: ["close CCS-1"],
            jira: ["forget CCS-1"]
        ),
        // A debt that was rewritten while its issue was closed.
        ResolutionCase(
            DecisionCase(11, .open, .rewritten, .closed, says: ["conflict status"]),
            audit: ["reopen CCS-1"],
            jira: ["resolve CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(11, .open, .rewritten, .wontDo, says: ["conflict status"]),
            audit: ["reopen CCS-1"],
            jira: ["accept CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(11, .open, .rewritten, .closed, .regression(.create), says: ["conflict status"]),
            audit: ["create"],
            jira: ["resolve CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(11, .followed, .rewritten, .closed, says: ["conflict status"]),
            audit: ["create"],
            jira: ["resolve CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(11, .followed, .rewritten, .wontDo, says: ["conflict status"]),
            audit: ["create"],
            jira: ["accept CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(11, .followed, .rewritten, .bothClosed, says: ["conflict status"]),
            audit: ["create"],
            jira: ["resolve CCS-1"]
        ),
        // An issue that is gone.
        ResolutionCase(
            DecisionCase(13, .open, .debt, .gone, .issueDeleted(.conflict), says: ["conflict status"]),
            audit: ["create"],
            jira: ["accept CCS-1"]
        ),
        ResolutionCase(
            DecisionCase(13, .resolved, .debt, .gone, .issueDeleted(.conflict), says: ["conflict status"]),
            audit: ["create"],
            jira: ["accept CCS-1"]
        ),
    ]
}
