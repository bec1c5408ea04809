/// A moment as a text of JSON: ISO 8601, as RFC 3339 profiles it and RFC 7493 (I-JSON), section 4.3, recommends it.
public struct ISOTimestamp: Hashable, Sendable {
    /// Milliseconds since 1970, in UTC.
    public let milliseconds: Int64

    /// Makes the moment of a number of milliseconds since 1970.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads a moment such as `2026-09-27T10:03:11.123+0200`, with or without a fraction, the offset with or without a
    /// colon or as `Z`; nil for anything else.
    ///
    /// Beyond milliseconds a fraction is cut off.
    public init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard let day = CalendarDay.read(&rest), Self.skip("T", &rest),
            let hour = Self.number(&rest, digits: 2), Self.skip(":", &rest),
            let minute = Self.number(&rest, digits: 2), Self.skip(":", &rest),
            let second = Self.number(&rest, digits: 2), hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if Self.skip(".", &rest) {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            fraction = (digits.prefix(3).map { Int64($0 - 0x30) } + [0, 0, 0]).prefix(3).reduce(0) {
                $0 * 10 + $1
            }
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = Self.offset(rest) else { return nil }
        let minutes = (day.daysSince1970 * 24 + hour) * 60 + minute - offset
        milliseconds = (minutes * 60 + second) * 1000 + fraction
    }

    /// The moment in UTC to the second: `2026-11-23T08:03:11Z`.
    public var text: String { Self.text(seconds: milliseconds.floored(by: 1000).quotient) }

    /// The moment in UTC to the millisecond: `2026-11-23T08:03:11.123+0000`.
    public var exactText: String {
        let (seconds, rest) = milliseconds.floored(by: 1000)
        return "\(Self.text(seconds: seconds).dropLast()).\(padded(rest, 3))+0000"
    }

    /// Returns a moment as `2026-11-23T19:04:00+0100`; in UTC the offset is `Z`.
    ///
    /// - Parameters:
    ///   - seconds: Seconds since 1970, in UTC.
    ///   - offset: The minutes to add for local time.
    ///   - separator: What stands between day and time.
    /// - Returns: The text.
    public static func text(seconds: Int64, offset: Int = 0, separator: String = "T") -> String {
        let (days, time) = (seconds &+ Int64(offset) &* 60).floored(by: 86_400)
        let clock = [time / 3600, time / 60 % 60, time % 60].map { padded($0, 2) }.joined(separator: ":")
        let day = "\(CalendarDay(daysSince1970: days))\(separator)\(clock)"
        guard offset != 0 else { return day + "Z" }
        let minutes = Int64(offset.magnitude)
        return "\(day)\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2))\(padded(minutes % 60, 2))"
    }

    /// Reads a number of so many digits; nil where there are fewer.
    public static func number(_ rest: inout ArraySlice<UInt8>, digits count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Goes past a character, and returns whether it was there.
    public static func skip(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
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
        guard let hours = number(&rest, digits: 2) else { return nil }
        _ = skip(":", &rest)
        guard let minutes = number(&rest, digits: 2), rest.isEmpty else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}

/// A day of the Gregorian calendar, also before that was introduced.
///
/// The arithmetic counts years from March: https://howardhinnant.github.io/date_algorithms.html
public struct CalendarDay: Hashable, Sendable, CustomStringConvertible {
    /// The days since 1 January 1970.
    public let daysSince1970: Int64

    /// Makes the day that is so many days after 1 January 1970.
    public init(daysSince1970: Int64) { self.daysSince1970 = daysSince1970 }

    /// Makes the day of a moment in UTC, in seconds since 1970.
    public init(at seconds: Int64) { daysSince1970 = seconds.floored(by: 86_400).quotient }

    /// Makes the day of a date; a 31st that its month does not have is the first of the next one.
    public init(year: Int64, month: Int64, day: Int64) {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shifted.floored(by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = era * 146_097 + dayOfEra - 719_468
    }

    /// Reads a day such as `2026-11-23`; nil for anything else, and for days that no month has.
    public init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard let day = Self.read(&rest), rest.isEmpty, day.description == text else { return nil }
        self = day
    }

    /// Reads a day at the beginning of a text; nil where there is none.
    ///
    /// Every month may have 31 days.
    public static func read(_ rest: inout ArraySlice<UInt8>) -> CalendarDay? {
        guard let year = ISOTimestamp.number(&rest, digits: 4), ISOTimestamp.skip("-", &rest),
            let month = ISOTimestamp.number(&rest, digits: 2), ISOTimestamp.skip("-", &rest),
            let day = ISOTimestamp.number(&rest, digits: 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// The date.
    public var date: (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (daysSince1970 + 719_468).floored(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted + (shifted < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The day as `2026-11-23`.
    public var description: String {
        let (year, month, day) = date
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension Int64 {
    /// Returns quotient and remainder of a division that rounds down.
    func floored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// Returns a number with so many digits at least.
private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
