/// Reads the moments that a query may name.
///
/// Dates without a zone are in the caller's, which here is UTC.
enum QueryDate {
    static func moment(_ value: Query.Value, now: SiteTime) -> SiteTime? {
        switch value {
        case .function("now"): now
        case .function("startofday"): now.startOfDay
        case .word(let text):
            Int(text).map { SiteTime(milliseconds: $0) } ?? relative(text, now: now) ?? date(text)
        case .quoted(let text): relative(text, now: now) ?? date(text)
        case .function, .empty: nil
        }
    }

    /// `-15m`, `4w 2d`: minutes, hours, days and weeks from now.
    private static func relative(_ text: String, now: SiteTime) -> SiteTime? {
        let sign = text.hasPrefix("-") ? -1.0 : 1.0
        let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: " ")
        guard !parts.isEmpty else { return nil }
        var seconds = 0.0
        for part in parts {
            guard let count = Double(part.dropLast()) else { return nil }
            switch part.last {
            case "m": seconds += count * 60
            case "h": seconds += count * 3600
            case "d": seconds += count * 86_400
            case "w": seconds += count * 604_800
            default: return nil
            }
        }
        return now.advanced(bySeconds: sign * seconds)
    }

    /// `2026-09-27`, `2026/09/27 10:03`.
    private static func date(_ text: String) -> SiteTime? {
        let halves = text.split(separator: " ")
        guard let day = halves.first, halves.count <= 2 else { return nil }
        let numbers = day.split { $0 == "-" || $0 == "/" }.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        guard halves.count == 2 else { return SiteTime(year: numbers[0], month: numbers[1], day: numbers[2]) }
        let time = halves[1].split(separator: ":").compactMap { Int($0) }
        guard time.count == 2 else { return nil }
        return SiteTime(year: numbers[0], month: numbers[1], day: numbers[2], hour: time[0], minute: time[1])
    }
}
