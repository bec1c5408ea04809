import JSON
import Reconciliation
import Testing
import Workflow

@testable import Jira

@Suite struct CreatePairingTests {
    private let answer: JSON = [
        "issues": [["id": "10", "key": "CCS-1"], ["id": "11", "key": "CCS-2"]],
        "errors": [
            [
                "status": 400, "failedElementNumber": 1,
                "elementErrors": ["errorMessages": ["No."], "errors": ["summary": "Too long."]],
            ]
        ],
    ]
    private let first = CreatedIssue(id: IssueID(10), key: "CCS-1")
    private let second = CreatedIssue(id: IssueID(11), key: "CCS-2")

    @Test func `markers decide, whatever the order`() throws {
        let pairing = try #require(CreatePairing(answer))
        #expect(pairing.refused == [1: "No.; summary: Too long."])
        let markers = [IssueID(10): "c", IssueID(11): "a"]
        #expect(pairing.pairs(["a", "b", "c"], markers: markers) == [0: second, 2: first])
    }

    @Test func `without markers the order decides where the numbers fit`() throws {
        let pairing = try #require(CreatePairing(answer))
        #expect(pairing.pairs(["a", "b", "c"], markers: [:]) == [0: first, 2: second])
        #expect(pairing.pairs(["a", "b", "c"], markers: [IssueID(10): "c"]) == [0: second, 2: first])
        #expect(pairing.pairs(["a", "b", "c", "d"], markers: [:]).isEmpty)
    }

    @Test func `a foreign marker pairs with nothing`() throws {
        let pairing = try #require(CreatePairing(answer))
        #expect(
            pairing.pairs(["a", "b", "c"], markers: [IssueID(10): "z", IssueID(11): "a"]) == [0: second]
        )
    }

    @Test func `an answer that says nothing is none`() {
        #expect(CreatePairing(nil) == nil)
        #expect(CreatePairing(["errorMessages": ["No."]]) == nil)
        #expect(CreatePairing(["issues": [["key": "CCS-1"]]]) == nil)
        #expect(CreatePairing(["issues": [], "errors": []])?.created == [])
    }
}
