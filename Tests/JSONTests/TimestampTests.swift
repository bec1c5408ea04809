import JSON
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2026-09-27T10:03:11.123+0200", "2026-09-27T08:03:11Z", "2026-09-27T08:03:11.123+0000"),
        ("2026-09-27T10:03:11.123987+02:00", "2026-09-27T08:03:11Z", "2026-09-27T08:03:11.123+0000"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000+0000"),
        ("1969-12-31T23:59:59.5-0000", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.500+0000"),
        ("2024-02-29T23:30:00.0-0530", "2024-03-01T05:00:00Z", "2024-03-01T05:00:00.000+0000"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000+0000"),
        ("9999-12-31T23:59:60Z", "10000-01-01T00:00:00Z", "10000-01-01T00:00:00.000+0000"),
    ])
    func `a moment is read, and written in UTC`(text: String, utc: String, exact: String) throws {
        let moment = try #require(ISOTimestamp(text))
        #expect(moment.text == utc && moment.exactText == exact)
        #expect(ISOTimestamp(milliseconds: moment.milliseconds) == moment)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T10:20:30", "2026-11-23T10:20Z", "2026-13-23T10:20:30Z",
        "2026-11-23 10:20:30Z",
        "2026-11-23T24:00:00Z", "2026-11-23T10:20:30+1", "2026-11-23T10:20:30Zx", "x2026-11-23T10:20:30Z",
    ])
    func `anything else is none`(text: String) { #expect(ISOTimestamp(text) == nil) }

    @Test(arguments: [
        (Int64(0), 0, "1970-01-01 00:00:00Z"), (0, 60, "1970-01-01 01:00:00+0100"),
        (0, -330, "1969-12-31 18:30:00-0530"), (-1, 0, "1969-12-31 23:59:59Z"),
        (253_402_300_799, 0, "9999-12-31 23:59:59Z"),
    ])
    func `a moment is written with its offset`(seconds: Int64, offset: Int, text: String) {
        #expect(ISOTimestamp.text(seconds: seconds, offset: offset, separator: " ") == text)
    }

    @Test func `every day has one date, and every date one day`() throws {
        var last = (year: Int64(1599), month: Int64(12), day: Int64(31))
        for days in Int64(-135_140)...50_000 {
            let day = CalendarDay(daysSince1970: days)
            let date = day.date
            #expect(CalendarDay(year: date.year, month: date.month, day: date.day) == day)
            #expect(date > last)
            last = date
        }
        #expect(CalendarDay("2024-02-29")?.daysSince1970 == 19_782)
        #expect(CalendarDay(at: -1).description == "1969-12-31")
    }

    @Test(arguments: ["2026-02-29", "2026-04-31", "2026-1-1", "2026-01-01 ", "26-01-01", "2026-00-10"])
    func `a day that no month has is none`(text: String) { #expect(CalendarDay(text) == nil) }
}
