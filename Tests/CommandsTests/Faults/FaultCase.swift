import JiraSandbox

/// A fault, and how it is called in a report.
struct FaultCase: Sendable, CustomStringConvertible {
    /// The knowledge of the search index while the fault lasts and while the next runs recover.
    enum Index: Sendable {
        /// Everything.
        case settled
        /// Nothing.
        case lagging
    }

    let description: String
    let kind: SandboxFault.Kind
    /// The number of requests in a row that it spoils; nil for all from then on.
    let times: Int?
    let index: Index

    init(_ name: String, _ kind: SandboxFault.Kind, times: Int? = 1, _ index: Index = .settled) {
        description = name + (times == nil ? ", for ever" : "") + (index == .lagging ? ", lagging" : "")
        (self.kind, self.times, self.index) = (kind, times, index)
    }

    /// The time that the client waits for an answer; a machine that is slower than the shorter one adds a lost answer.
    var patience: Duration { kind == .hang || kind == .hangAfter ? .milliseconds(200) : .seconds(3600) }

    /// Whether it goes on until somebody ends it.
    var isLasting: Bool { times == nil }

    /// All of them.
    static let all: [FaultCase] = once + lasting + lagging

    /// One request is spoilt.
    private static let once: [FaultCase] =
        [
            FaultCase("reset-before", .resetBefore), FaultCase("reset-after", .resetAfter),
            FaultCase("close-before", .closeBefore), FaultCase("close-after", .closeAfter),
            FaultCase("hang", .hang), FaultCase("hang-after", .hangAfter),
            FaultCase("cut-body", .cutBody), FaultCase("garbage-body", .garbageBody),
            FaultCase("an empty body", .body("")), FaultCase("an empty object", .body("{}")),
            FaultCase("another shape", .body(#"{"issues": 7, "isLast": 7, "fields": []}"#)),
            FaultCase("a login page", .body("<html>Log in</html>", html: true)),
            FaultCase("429 after 3 s", .status(429, retryAfter: 3)),
            FaultCase("500 after 3 s", .status(500, retryAfter: 3)),
            FaultCase("503 after 2 s, HTML", .status(503, retryAfter: 2, html: true)),
            FaultCase("slow", .slow(.milliseconds(5))),
            FaultCase("two issues left out", .omitIssues(["CCS-1", "CCS-5"])),
            FaultCase("new issues left out", .omitIssues((10...20).map { "CCS-\($0)" })),
            FaultCase("anonymous", .anonymous),
        ]
        + [400, 401, 403, 404, 409, 413, 429, 500, 502, 503, 504].map { (status: Int) in
            FaultCase("\(status)", .status(status))
        }
        + [400, 404, 500, 502, 503, 504].map { (status: Int) in
            FaultCase("\(status) after the effect", .statusAfter(status))
        }
        + [
            "jira-burst-based", "jira-per-issue-on-write", "jira-quota-global-based",
            "jira-quota-tenant-based",
        ]
        .map { (reason: String) in
            FaultCase("429 \(reason)", .status(429, retryAfter: 5, reason: reason))
        }

    /// All requests from one on are spoilt, as long as the run goes on.
    private static let lasting: [FaultCase] =
        [
            FaultCase("reset-before", .resetBefore, times: nil),
            FaultCase("reset-after", .resetAfter, times: nil),
            FaultCase("close-after", .closeAfter, times: nil),
            FaultCase("hang-after", .hangAfter, times: nil),
            FaultCase("cut-body", .cutBody, times: nil), FaultCase("garbage-body", .garbageBody, times: nil),
            FaultCase("an empty object", .body("{}"), times: nil),
            FaultCase("anonymous", .anonymous, times: nil),
            FaultCase("500 after the effect", .statusAfter(500), times: nil),
            FaultCase("429 after 30 s", .status(429, retryAfter: 30, reason: "jira-burst-based"), times: nil),
        ]
        + [400, 401, 403, 404, 500, 503].map { (status: Int) in
            FaultCase("\(status)", .status(status), times: nil)
        }

    /// Faults that hide the effect of a request, with an index that does not help.
    private static let lagging: [FaultCase] = [
        FaultCase("reset-before", .resetBefore, .lagging), FaultCase("reset-after", .resetAfter, .lagging),
        FaultCase("hang-after", .hangAfter, .lagging), FaultCase("cut-body", .cutBody, .lagging),
        FaultCase("502 after the effect", .statusAfter(502), .lagging),
        FaultCase("404", .status(404), .lagging), FaultCase("an empty object", .body("{}"), .lagging),
        FaultCase("new issues left out", .omitIssues((10...20).map { "CCS-\($0)" }), .lagging),
        FaultCase("reset-after", .resetAfter, times: nil, .lagging),
        FaultCase("500", .status(500), times: nil, .lagging),
    ]
}
