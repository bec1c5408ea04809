import JSON

/// Moments as people write them.
enum Moment {
    /// Returns a moment as `2026-11-23 19:04:00+0100`.
    ///
    /// - Parameters:
    ///   - seconds: Seconds since 1970.
    ///   - offset: The offset from UTC in minutes.
    /// - Returns: The text.
    static func text(_ seconds: Int64, offset: Int) -> String {
        ISOTimestamp.text(seconds: seconds, offset: offset, separator: " ")
    }
}
