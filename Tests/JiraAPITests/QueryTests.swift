import Testing

@testable import JiraAPI

@Suite struct QueryTests {
    @Test func `a search is built of quoted parts`() {
        let jql = (JQL.project("CCS") && .label("audit-jira") && .updated(since: 1_732_877_091_000))
            .oldestFirst
        #expect(
            jql.text == "project = \"CCS\" AND labels = \"audit-jira\" AND updated >= 1732877091000"
                + " ORDER BY created ASC, key ASC"
        )
    }

    @Test func `no text breaks out of its quotes`() {
        #expect(JQL.label("a\" OR project = \"X").text == #"labels = "a\" OR project = \"X""#)
        #expect(JQL.project("a\\\n").text == #"project = "a\\\n""#)
    }

    @Test func `what the language takes as an escape alone is written as one`() {
        let noncharacter = Unicode.Scalar(0xFDD0 as UInt16).map { String($0) } ?? ""
        let jql = JQL.label("a\u{0}\u{1F}\u{85}" + noncharacter + "é")
        #expect(jql.text == #"labels = "a\u0000\u001f\u0085\ufdd0é""#)
    }

    @Test(arguments: [
        ("2026-09-27T10:03:11.123+0200", "2026-09-27T08:03:11Z", Int64(1_790_496_191_123)),
        ("2026-09-27T10:03:11.123+02:00", "2026-09-27T08:03:11Z", 1_790_496_191_123),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59.500-0000", "1969-12-31T23:59:59Z", -500),
        ("2024-02-29T23:30:00.0-0530", "2024-03-01T05:00:00Z", 1_709_269_200_000),
        ("2100-03-01T00:00:00.000+0000", "2100-03-01T00:00:00Z", 4_107_542_400_000),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", -62_135_596_800_000),
    ])
    func `a moment is read in any of Jira's forms`(text: String, utc: String, milliseconds: Int64) throws {
        let moment = try #require(JiraTimestamp(text))
        #expect(moment.milliseconds == milliseconds)
        #expect(moment.text == utc)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2026-09-27T10:03:11", "2026-09-27 10:03:11Z",
        "2026-09-27T10:03:11+02",
        "2026-09-27T10:03:11Zx", "x026-09-27T10:03:11Z", "2026-09-27T25:03:11Z",
    ])
    func `what is no moment is none`(text: String) {
        #expect(JiraTimestamp(text) == nil)
    }

    @Test func `queries are percent-encoded`() {
        let call = JiraCall.get("/x", [(name: "a b", value: "é&=/~-._"), (name: "c", value: "")])
        #expect(call.target == "/x?a%20b=%C3%A9%26%3D%2F~-._&c=")
    }
}
