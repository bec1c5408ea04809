import Testing

@testable import Commands

@Suite struct TokenExpiryTests {
    /// 2026-11-24 12:00 UTC.
    private let noon: Int64 = 1_795_521_600

    @Test(arguments: [
        ("2027-03-01", nil), ("2026-12-09", nil),
        ("2026-12-08", "The Jira token expires on 2026-12-08, in 14 days."),
        ("2026-11-26", "The Jira token expires on 2026-11-26, in 2 days."),
        ("2026-11-25", "The Jira token expires tomorrow, on 2026-11-25."),
        ("2026-11-24", "The Jira token expires today."),
        ("2026-11-23", "The Jira token expired on 2026-11-23, as jira.token_expires says."),
    ])
    func `people are warned from two weeks before on`(day: String, wanted: String?) throws {
        let warning = try #require(TokenExpiry(day)).warning(at: noon)
        #expect(warning.map { wanted.map($0.hasPrefix) ?? false } ?? (wanted == nil), "\(warning ?? "none")")
    }

    @Test func `it is over the day after`() throws {
        #expect(try #require(TokenExpiry("2026-11-24")).past(at: noon) == nil)
        let past = try #require(TokenExpiry("2026-11-23")).past(at: noon)
        #expect(past == "The token expired on 2026-11-23, as jira.token_expires says")
    }

    @Test(arguments: ["2026-02-30", "tomorrow", "2026-3-1", "2026-03-01T00:00:00Z", "", "20260301"])
    func `what is no day is none`(text: String) { #expect(TokenExpiry(text) == nil) }

    @Test func `a moment has a day`() {
        #expect(TokenExpiry(at: noon) == TokenExpiry("2026-11-24"))
        #expect(TokenExpiry(at: -1).day == "1969-12-31")
    }
}
