import Contracts
import JSON
import Jira
import JiraSandbox
import Reconciliation
import TestSupport
import Testing
import Workflow

@Suite struct JiraTrackerContractTests {
    private static func contract(on deployment: Deployment) -> IssueTrackerContract {
        IssueTrackerContract("JiraTracker (\(deployment.rawValue))") { workflow, work in
            var configuration = SandboxConfiguration()
            if workflow == .oneWay { configuration.workflow = "one-way" }
            try await JiraFixture.run(configuration, on: deployment, seed: ["projects": [["key": "OPS"]]]) {
                fixture in
                let outside = SandboxOutside(sandbox: fixture.sandbox)
                try await work(
                    IssueTrackerContract.Environment(
                        tracker: fixture.jira,
                        deployment: deployment,
                        outside: outside
                    )
                )
            }
        }
    }

    @Test(arguments: IssueTrackerContract.Check.allCases, Deployment.allCases)
    func `Jira over HTTP keeps the contract`(
        check: IssueTrackerContract.Check,
        deployment: Deployment
    ) async throws {
        try await Self.contract(on: deployment).run(check)
    }
}

/// The sandbox past its HTTP interface.
private struct SandboxOutside: IssueTrackerOutside {
    let sandbox: JiraSandbox

    func act(_ action: OutsideAction) throws {
        switch action {
        case .rename(let key, let summary): try sandbox.edit(key, fields: #"{"summary":"\#(summary)"}"#)
        case .setStatus(let key, let status): try sandbox.setStatus(key, status)
        case .move(let key): try sandbox.move(key, toProject: "OPS")
        case .delete(let key): try sandbox.delete(key)
        }
    }

    func comments(on key: String) throws -> [String] { try #require(sandbox.issue(key)).comments }

    func isRelated(_ relation: Relation) throws -> Bool {
        let words = ["relates": "relates to", "duplicates": "duplicates"]
        let word = words[relation.kind.rawValue] ?? ""
        return try #require(sandbox.issue(relation.key)).links.contains("\(word) \(relation.other)")
    }

    func passAnHour() -> Int64 {
        sandbox.advanceClock(bySeconds: 3_600)
        return Int64(sandbox.issues.map(\.updated).max() ?? 0) + 1_800_000
    }

    func lagIndex(_ isLagging: Bool) {
        sandbox.lagIndex(isLagging ? .manual : .seconds(0))
        if !isLagging { sandbox.settleIndex() }
    }

    func loseCreate(of row: RowKey) {
        sandbox.addFault(.resetAfter, method: "POST", path: "*/issue/bulk")
    }
}
