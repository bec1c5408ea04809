import Contracts
import Foundation
import Reconciliation
import StateStore
import Testing
import Workflow

@Suite struct StateStoreContractTests {
    private static let repositories = StateRepositoryContract("StateStore") {
        let folder = try GitFolder()
        let elsewhere = folder.store()
        let links = folder.file("state/links.yaml")
        return StateRepositoryContract.Environment(
            repository: folder.store(),
            lockElsewhere: { isHeld in
                if isHeld { try await elsewhere.lock() } else { await elsewhere.unlock() }
            },
            obstruct: { isObstructed in
                if isObstructed {
                    try Data("row: edited by hand\n".utf8).write(to: links)
                } else {
                    try folder.git("restore", "state")
                }
            },
            spoil: {
                try Data("row: spoilt\n".utf8).write(to: links)
                try folder.git("commit", "-q", "-a", "-m", "Spoil the state")
            }
        )
    }

    private static let journals = RunJournalContract("JournalFile") {
        let folder = try GitFolder()
        @Sendable func journal() -> JournalFile {
            JournalFile(
                StateSettings(folder: folder.root.path(), now: { (1_764_000_000, 60) }),
                digester: digester
            )
        }
        let path = folder.file(".git/audit-jira/journal/state.jsonl").path(percentEncoded: false)
        return RunJournalContract.Environment(
            journal: journal(),
            reopen: { journal() },
            tear: {
                let content = try #require(FileManager.default.contents(atPath: path))
                try content.dropLast(3).write(to: URL(filePath: path))
            }
        )
    }

    @Test(arguments: StateRepositoryContract.Check.allCases)
    func `the state in a git repository keeps the contract`(check: StateRepositoryContract.Check) async throws
    {
        try await Self.repositories.run(check)
    }

    @Test(arguments: RunJournalContract.Check.allCases)
    func `the journal in the git directory keeps the contract`(check: RunJournalContract.Check) async throws {
        try await Self.journals.run(check)
    }
}
