internal import JiraAPI

/// A day or a moment as PostgreSQL prints it, or as ISO 8601 writes it: `2026-11-23`, `2026-11-23 10:20:30.12+00`.
struct TableMoment: Hashable, Sendable {
    /// Milliseconds since 1970, in UTC.
    let milliseconds: Int64

    /// Reads a text; nil for anything else, and for days that no calendar has.
    ///
    /// A time without an offset is one of UTC, which is also how the table is read; a day is its midnight.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard let year = JiraTimestamp.number(&rest, 4), JiraTimestamp.skip("-", &rest),
            let month = JiraTimestamp.number(&rest, 2), JiraTimestamp.skip("-", &rest),
            let day = JiraTimestamp.number(&rest, 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = JiraTimestamp.days(year: year, month: month, day: day)
        guard JiraTimestamp.date(days) == (year, month, day) else { return nil }
        guard !rest.isEmpty else {
            milliseconds = days * 86_400_000
            return
        }
        guard JiraTimestamp.skip(" ", &rest) || JiraTimestamp.skip("T", &rest),
            let time = Self.time(&rest), let offset = Self.offset(&rest), rest.isEmpty
        else { return nil }
        milliseconds = days * 86_400_000 + time - offset
    }

    /// The day in UTC: `2026-11-23`.
    var dayText: String { String(text.prefix(10)) }

    /// The moment as Jira takes it: `2026-11-23T10:20:30.120+0000`.
    var text: String { JiraTimestamp(milliseconds: milliseconds).exactText }

    /// Milliseconds since midnight.
    private static func time(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard let hour = JiraTimestamp.number(&rest, 2), JiraTimestamp.skip(":", &rest),
            let minute = JiraTimestamp.number(&rest, 2), hour < 24, minute < 60
        else { return nil }
        var time = (hour * 60 + minute) * 60_000
        guard JiraTimestamp.skip(":", &rest) else { return time }
        guard let second = JiraTimestamp.number(&rest, 2), second < 60 else { return nil }
        time += second * 1000
        guard JiraTimestamp.skip(".", &rest) else { return time }
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let thousandths = (digits.map { Int64($0 - 0x30) } + [0, 0]).prefix(3)
        return time + thousandths.reduce(0) { $0 * 10 + $1 }
    }

    /// Milliseconds east of UTC.
    private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        if rest.isEmpty || JiraTimestamp.skip("Z", &rest) { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard isWest || rest.first == UInt8(ascii: "+") else { return nil }
        rest = rest.dropFirst()
        guard var seconds = JiraTimestamp.number(&rest, 2).map({ $0 * 3600 }) else { return nil }
        for unit: Int64 in [60, 1] where !rest.isEmpty {
            _ = JiraTimestamp.skip(":", &rest)
            guard let number = JiraTimestamp.number(&rest, 2), number < 60 else { return nil }
            seconds += number * unit
        }
        return seconds * (isWest ? -1000 : 1000)
    }
}
