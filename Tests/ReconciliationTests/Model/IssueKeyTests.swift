import Reconciliation
import Testing

@Suite struct IssueKeyTests {
    @Test(arguments: [
        (["CCS-9"], ["CCS-9"]),
        (["CCS-9", "SCR_2-12"], ["CCS-9", "SCR_2-12"]),
        ([], []),
        ([""], []),
        (["  "], []),
        ([" ccs-9 "], ["CCS-9"]),
        (["CCS-9, CCS-12"], ["CCS-9", "CCS-12"]),
        (["CCS-9;CCS-12 CCS-13"], ["CCS-9", "CCS-12", "CCS-13"]),
        (["CCS-9", "ccs-9"], ["CCS-9"]),
        (["https://example.atlassian.net/browse/CCS-9"], ["CCS-9"]),
        (["https://example.atlassian.net/browse/ccs-9?focusedCommentId=1#c"], ["CCS-9"]),
        (["https://example.atlassian.net/wiki/CCS-9"], ["https://example.atlassian.net/wiki/CCS-9"]),
        (["see the board"], ["see the board"]),
        (["TODO"], ["TODO"]),
        (["9-CCS"], ["9-CCS"]),
        (["CCS-"], ["CCS-"]),
        (["-9"], ["-9"]),
    ])
    func `reads the keys out of what people list`(_ listed: [String], _ keys: [String]) {
        let row = Row(key: "1", path: "a.py", debt: true, text: nil, tickets: listed)
        #expect(row.tickets == keys)
        #expect(row.listing == (listed == keys ? nil : listed))
    }

    @Test func `tells no list from an empty one`() {
        #expect(Row(key: "1", path: "a.py", debt: true, text: nil, tickets: nil).tickets == nil)
    }
}
