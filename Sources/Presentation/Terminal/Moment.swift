import FoundationEssentials

/// Moments as people write them.
enum Moment {
    /// Returns a moment as `2026-11-23 19:04:00+0100`.
    ///
    /// - Parameters:
    ///   - seconds: Seconds since 1970.
    ///   - offset: The offset from UTC in minutes.
    /// - Returns: The text.
    static func text(_ seconds: Int64, offset: Int) -> String {
        let zone = TimeZone(secondsFromGMT: offset * 60) ?? .gmt
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: zone)
        return Date(timeIntervalSince1970: Double(seconds)).formatted(style)
    }
}
