import Glibc

/// A moment in milliseconds since 1970, as Jira keeps its times.
struct SiteTime: Sendable, Hashable, Comparable {
    var milliseconds: Int

    static var systemNow: SiteTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return SiteTime(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    static func < (left: SiteTime, right: SiteTime) -> Bool { left.milliseconds < right.milliseconds }

    /// Moves the moment by seconds, which may be negative.
    func advanced(bySeconds seconds: Double) -> SiteTime {
        SiteTime(milliseconds: milliseconds + Int((seconds * 1000).rounded()))
    }

    /// The moment as Jira writes it, in UTC: `2026-09-27T10:03:11.123+0000`.
    var text: String {
        let (date, day) = civil
        return "\(date)T\(pad(day / 3_600_000, 2)):\(pad(day / 60_000 % 60, 2)):\(pad(day / 1000 % 60, 2))"
            + ".\(pad(day % 1000, 3))+0000"
    }

    /// The moment in the form of ISO 8601 that the rate limit headers use: `2026-09-27T10:03:11Z`.
    var zuluText: String { "\(text.prefix(19))Z" }

    /// The moment as HTTP's `Date` header has it: `Sun, 27 Sep 2026 10:03:11 GMT`.
    var headerText: String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.prefix(19).split { "-T".contains($0) }
        let weekday = days[(startOfDay.milliseconds / 86_400_000) % 7]
        return "\(weekday), \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]) GMT"
    }

    /// Midnight of the moment's day, in UTC.
    var startOfDay: SiteTime { SiteTime(milliseconds: milliseconds - civil.millisecondsOfDay) }

    /// The date, and the milliseconds since its midnight.
    private var civil: (date: String, millisecondsOfDay: Int) {
        let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return ("\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))", milliseconds - days * 86_400_000)
    }

    private func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The moment of a date and time in UTC; nil where the parts are out of range.
    init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0) {
        guard (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        self.init(milliseconds: ((days * 24 + hour) * 60 + minute) * 60_000)
    }

    init(milliseconds: Int) { self.milliseconds = milliseconds }
}
