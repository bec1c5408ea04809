internal import Curl
internal import JSON

/// The way to one Jira: makes calls, keeps to its limits, repeats what may be repeated, and counts.
actor JiraConnection {
    private let client: HTTPClient
    private let base: String
    private let headers: HTTPHeaders
    private let limits: JiraConfiguration.Limits
    private let timing: JiraTiming
    private let observe: @Sendable (JiraEvent) -> Void

    /// How many calls were made.
    private(set) var calls = 0
    /// Whether anything ever answered at the address.
    private var wasReached = false
    private var paces: [String: Pace] = [:]
    /// Until when calls are held up, by what they are held up for.
    private var holds: [Hold: Duration] = [:]
    /// Whether the run was told to stop: then no long wait begins.
    let interruption = Interruption()
    /// How long one call may wait in all after the run was told to stop.
    private static let grace: Duration = .seconds(2)
    /// Why Jira does not take the caller: asking on would lock the account out.
    private var lockout: JiraFailure?

    private enum Hold: Hashable {
        case everything
        case endpoint(String)
        case issue(String)
    }

    init(
        _ configuration: JiraConfiguration,
        path: String,
        client: HTTPClient,
        timing: JiraTiming,
        observe: @escaping @Sendable (JiraEvent) -> Void
    ) {
        self.client = client
        self.base = configuration.apiURL.withoutTrailingSlash + path
        self.headers = [
            "Authorization": configuration.credentials.authorization,
            "Accept": "application/json",
        ]
        self.limits = configuration.limits
        self.timing = timing
        self.observe = observe
    }

    /// Makes a call until it is done or given up.
    func send(_ call: JiraCall) async throws(JiraFailure) -> JiraAnswer {
        var isInDoubt = false
        do throws(JiraFailure) {
            return try await send(call, &isInDoubt)
        } catch {
            var failure = error
            // What a first attempt may have done no later one takes back.
            if isInDoubt { failure.effect = .unknown }
            throw failure
        }
    }

    private func send(_ call: JiraCall, _ isInDoubt: inout Bool) async throws(JiraFailure) -> JiraAnswer {
        var attempt = 0
        var waited = Duration.zero
        var grace = Self.grace
        while true {
            try await waitForTurn(call, &grace)
            attempt += 1
            let failure: JiraFailure
            do throws(JiraFailure) {
                return try await sendOnce(call)
            } catch {
                failure = error
            }
            isInDoubt = isInDoubt || failure.effect == .unknown
            if failure.kind == .credentials { lockout = failure }
            // An address at which nobody ever answered is more likely mistyped than busy.
            let isUnknown = failure.kind == .unreachable && failure.effect == .none && !wasReached
            if isUnknown, attempt > 1 { throw failure }
            let decision = limits.retries.decision(
                failure,
                isRepeatable: call.isRepeatable,
                attempt: attempt,
                waited: waited,
                random: timing.random()
            )
            guard case .wait(let wait, let scope) = decision else { throw failure }
            waited += wait
            try await hold(call, for: wait, scope, failure, &grace)
        }
    }

    private func sendOnce(_ call: JiraCall) async throws(JiraFailure) -> JiraAnswer {
        var request = HTTPRequest(
            call.method,
            base + call.target,
            headers: headers,
            // A write that libcurl sent again by itself would be told as sent once: its doubt has to be known here.
            isIdempotent: call.isRepeatable && call.issue == nil
        )
        if let body = call.body {
            request.headers["Content-Type"] = "application/json"
            request.body = body.serialized()
        }
        calls += 1
        let start = timing.now()
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await client.send(request)
        } catch {
            report(call, nil, start)
            throw JiraFailure(error, call: call.name)
        }
        wasReached = true
        report(call, response.status, start)
        return try await Self.interpreted(response, call.name)
    }

    /// Reads an answer away from the actor: a large one must not hold up the other calls.
    @concurrent
    private static func interpreted(
        _ response: HTTPResponse,
        _ call: String
    ) async throws(JiraFailure) -> JiraAnswer {
        try JiraAnswer(response, call: call)
    }

    private func report(_ call: JiraCall, _ status: Int?, _ start: Duration) {
        let took = timing.now() - start
        observe(.called(method: call.method.rawValue, path: call.path, status: status, took: took))
    }

    /// Waits as long as Jira or our own pace holds this call up.
    private func waitForTurn(_ call: JiraCall, _ grace: inout Duration) async throws(JiraFailure) {
        if let lockout { throw lockout }
        if Task.isCancelled { throw .interrupted(call) }
        var keys: [Hold] = [.everything, .endpoint(call.bucket)]
        if let issue = call.issue { keys.append(.issue(issue)) }
        while let until = keys.compactMap({ holds[$0] }).max() {
            let left = until - timing.now()
            guard left > .zero else { break }
            try await sleep(left, call, &grace)
        }
        let isEdit = call.method == .put || call.method == .delete
        let perSecond = isEdit ? limits.editsPerSecond : limits.callsPerSecond
        let now = timing.now()
        let wait = paces[call.bucket, default: Pace(perSecond: perSecond, at: now)].reserve(at: now)
        if wait > .zero { try await sleep(wait, call, &grace) }
        if let lockout { throw lockout }
    }

    private func hold(
        _ call: JiraCall,
        for wait: Duration,
        _ scope: RetryRule.Scope,
        _ failure: JiraFailure,
        _ grace: inout Duration
    ) async throws(JiraFailure) {
        observe(.waits(method: call.method.rawValue, path: call.path, wait: wait, reason: failure.message))
        let until = timing.now() + wait
        let key: Hold? =
            switch scope {
            case .call: nil
            case .issue: call.issue.map(Hold.issue) ?? .endpoint(call.bucket)
            case .endpoint: .endpoint(call.bucket)
            case .everything: .everything
            }
        guard let key else { return try await sleep(wait, call, &grace) }
        holds[key] = max(holds[key] ?? until, until)
    }

    /// Waits; when the run is told to stop, no longer than the call's grace allows.
    private func sleep(_ wait: Duration, _ call: JiraCall, _ grace: inout Duration) async throws(JiraFailure)
    {
        let until = timing.now() + wait
        let isShort = wait <= grace
        guard isShort || !interruption.isRaised else { throw .interrupted(call) }
        do {
            if isShort { try await timing.sleep(wait) } else { try await sleepLong(wait) }
        } catch {
            // The task was cancelled, or the run was told to stop while this one was shielded.
            let left = until - timing.now()
            guard !Task.isCancelled, interruption.isRaised, left <= grace else { throw .interrupted(call) }
            grace -= max(left, .zero)
            do {
                try await timing.sleep(max(left, .zero))
            } catch {
                throw .interrupted(call)
            }
        }
        if isShort, interruption.isRaised { grace -= wait }
    }

    private func sleepLong(_ wait: Duration) async throws {
        let sleep = timing.sleep
        let task = Task { try await sleep(wait) }
        try await interruption.run(
            {
                try await withTaskCancellationHandler {
                    try await task.value
                } onCancel: {
                    task.cancel()
                }
            },
            endedBy: { task.cancel() }
        )
    }

    /// Waits between two looks at something.
    func pause(_ wait: Duration, reason: String?) async throws(JiraFailure) {
        guard wait > .zero else { return }
        let call = JiraCall.query("/issue/bulkfetch", .null)
        if let reason {
            observe(.waits(method: call.method.rawValue, path: call.path, wait: wait, reason: reason))
        }
        var grace = Self.grace
        try await sleep(wait, call, &grace)
    }
}

extension JiraFailure {
    fileprivate static func interrupted(_ call: JiraCall) -> JiraFailure {
        JiraFailure(.cancelled, "The run was interrupted.", call: call.name)
    }
}

extension String {
    var withoutTrailingSlash: String { hasSuffix("/") ? String(dropLast()).withoutTrailingSlash : self }
}
