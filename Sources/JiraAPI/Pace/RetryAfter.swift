extension Duration {
    /// Reads a `Retry-After`: seconds, or a moment, which counts from the sending of the answer by the server's own clock.
    ///
    /// - Parameters:
    ///   - text: The header's value.
    ///   - sent: The answer's `Date`.
    init?(retryAfter text: String, sent: String?) {
        let seconds: Double
        if let number = Double(text) {
            seconds = number
        } else if let until = JiraTimestamp(http: text), let now = sent.flatMap(JiraTimestamp.init(http:)) {
            seconds = Double(max(0, until.milliseconds - now.milliseconds)) / 1000
        } else {
            return nil
        }
        guard (0...86_400).contains(seconds) else { return nil }
        self = .milliseconds(Int(seconds * 1000))
    }
}

extension JiraTimestamp {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads a moment as HTTP writes it: `Tue, 24 Nov 2026 08:49:37 GMT`.
    init?(http text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2,
            let month = Self.months.firstIndex(where: { $0 == parts[2] })
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        self.init("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
