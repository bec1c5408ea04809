import JSON

/// The day on which Jira's token expires, as the configuration tells it: Cloud itself does not.
struct TokenExpiry: Hashable, Sendable {
    /// The number of days before the end from which people are warned.
    static let notice = 14

    /// The day, such as `2027-03-01`.
    let day: String
    private let days: Int

    /// Reads a day; nil when the text is none.
    init?(_ day: String) {
        guard let day = CalendarDay(day) else { return nil }
        self.init(day)
    }

    /// The day of a moment, in seconds since 1970.
    init(at seconds: Int64) {
        self.init(CalendarDay(at: seconds))
    }

    private init(_ day: CalendarDay) {
        self.day = day.description
        days = Int(day.daysSince1970)
    }

    /// Returns how many days are left; 0 on the day itself, less after it.
    func daysLeft(at now: Int64) -> Int { days - Int(CalendarDay(at: now).daysSince1970) }

    /// Returns what people are to be told ahead of time; nil while there is nothing to tell.
    func warning(at now: Int64) -> String? {
        let left = daysLeft(at: now)
        guard left <= Self.notice else { return nil }
        let place = "at \(Self.makers), and write its day into jira.token_expires"
        switch left {
        case ..<0:
            return "The Jira token expired on \(day), as jira.token_expires says. Make a new one \(place)"
        case 0: return "The Jira token expires today. Make a new one \(place)"
        case 1: return "The Jira token expires tomorrow, on \(day). Make a new one \(place)"
        default: return "The Jira token expires on \(day), in \(left) days. Make a new one \(place)"
        }
    }

    /// Returns that it is over, as a sentence; nil while it is not.
    func past(at now: Int64) -> String? {
        daysLeft(at: now) < 0 ? "The token expired on \(day), as jira.token_expires says" : nil
    }

    private static let makers =
        "https://id.atlassian.com/manage-profile/security/api-tokens (Data Center: in your profile)"
}
