internal import JSON

/// A moment as Jira writes it: `2026-09-27T10:03:11.123+0200`, with or without milliseconds, colon or `Z`.
package struct JiraTimestamp: Hashable, Sendable {
    /// Milliseconds since 1970, in UTC.
    package let milliseconds: Int64

    /// Makes a moment of milliseconds since 1970.
    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads a moment; nil when the text is none.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard let year = Self.number(&rest, 4), Self.skip("-", &rest), let month = Self.number(&rest, 2),
            Self.skip("-", &rest), let day = Self.number(&rest, 2), Self.skip("T", &rest),
            let hour = Self.number(&rest, 2), Self.skip(":", &rest), let minute = Self.number(&rest, 2),
            Self.skip(":", &rest), let second = Self.number(&rest, 2), (1...12).contains(month),
            (1...31).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if Self.skip(".", &rest) {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            for place in 0..<3 {
                let digit = place < digits.count ? Int64(digits[digits.startIndex + place] - 0x30) : 0
                fraction = fraction * 10 + digit
            }
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = Self.offset(rest) else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        milliseconds = (((days * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 + fraction
    }

    /// The moment in UTC to the second: `2026-11-23T08:03:11Z`.
    package var text: String { "\(secondsText)Z" }

    /// The moment in UTC as Jira itself writes it: `2026-11-23T08:03:11.123+0000`.
    package var exactText: String {
        let fraction = "\(Self.modulo(milliseconds, 1000))"
        return "\(secondsText).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)+0000"
    }

    private var secondsText: String {
        let seconds = Self.floorDivide(milliseconds, 1000)
        let (days, time) = (Self.floorDivide(seconds, 86_400), Self.modulo(seconds, 86_400))
        let (year, month, day) = Self.date(days)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let yearText = String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)"
        return
            "\(yearText)-\(two(month))-\(two(day))T\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
    }

    /// Takes so many digits off the front; nil when there are fewer.
    package static func number(_ rest: inout ArraySlice<UInt8>, _ count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Takes a character off the front; false when another stands there.
    package static func skip(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Minutes east of UTC.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        var rest = text
        if skip("Z", &rest) { return rest.isEmpty ? 0 : nil }
        let isWest = rest.first == UInt8(ascii: "-")
        guard isWest || rest.first == UInt8(ascii: "+") else { return nil }
        rest = rest.dropFirst()
        guard let hours = number(&rest, 2) else { return nil }
        _ = skip(":", &rest)
        guard let minutes = number(&rest, 2), rest.isEmpty else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    /// Days since 1970 of a date in the Gregorian calendar.
    package static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        CalendarDay(year: year, month: month, day: day).daysSince1970
    }

    /// The date so many days after 1970 began, in the Gregorian calendar.
    package static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        CalendarDay(daysSince1970: days).date
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
    }

    private static func modulo(_ number: Int64, _ divisor: Int64) -> Int64 {
        number - floorDivide(number, divisor) * divisor
    }
}
