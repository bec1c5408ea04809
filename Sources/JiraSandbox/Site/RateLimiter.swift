/// Counts requests the way Jira Cloud limits them: a token bucket for each endpoint and method, and a limit on the writes
/// to one issue.
struct RateLimiter: Sendable {
    struct Refused: Error {
        let reason: String
        let seconds: Int
        let limit: Int
    }

    private struct Bucket: Sendable {
        var tokens: Double
        var filled: SiteTime
    }

    let limits: RateLimits
    private var buckets: [String: Bucket] = [:]
    private var writes: [Int: [SiteTime]] = [:]

    init(limits: RateLimits) { self.limits = limits }

    /// Takes one token for a request to an endpoint.
    mutating func admit(method: String, endpoint: String, at moment: SiteTime) throws(Refused) {
        let limit = limit(method, endpoint)
        var bucket = buckets["\(method) \(endpoint)"] ?? Bucket(tokens: Double(limit), filled: moment)
        let elapsed = Double(max(0, moment.milliseconds - bucket.filled.milliseconds)) / 1000
        bucket.tokens = min(Double(limit), bucket.tokens + elapsed * Double(limit))
        bucket.filled = moment
        defer { buckets["\(method) \(endpoint)"] = bucket }
        guard bucket.tokens >= 1 else { throw Refused(reason: "jira-burst-based", seconds: 1, limit: limit) }
        bucket.tokens -= 1
    }

    /// Counts a write to an issue.
    mutating func admitWrite(to issue: Int, at moment: SiteTime) throws(Refused) {
        var recent = writes[issue, default: []].filter { moment.milliseconds - $0.milliseconds < 30_000 }
        defer { writes[issue] = recent }
        let short = recent.filter { moment.milliseconds - $0.milliseconds < 2000 }.count
        guard short < limits.issueWritesInTwoSeconds else {
            throw Refused(
                reason: "jira-per-issue-on-write",
                seconds: 2,
                limit: limits.issueWritesInTwoSeconds
            )
        }
        guard recent.count < limits.issueWritesInThirtySeconds else {
            let oldest = recent.first?.milliseconds ?? moment.milliseconds
            throw Refused(
                reason: "jira-per-issue-on-write",
                seconds: (30_999 - (moment.milliseconds - oldest)) / 1000,
                limit: limits.issueWritesInThirtySeconds
            )
        }
        recent.append(moment)
    }

    private func limit(_ method: String, _ endpoint: String) -> Int {
        switch (method, endpoint) {
        case ("GET", "issue/{issue}"): limits.getIssue
        case ("GET", _): limits.get
        case ("PUT", _): limits.put
        case ("DELETE", _): limits.delete
        default: limits.post
        }
    }
}
