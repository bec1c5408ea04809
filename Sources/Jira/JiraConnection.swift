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
        var attempt = 0
        var waited = Duration.zero
        while true {
            try await waitForTurn(call)
            attempt += 1
            let failure: JiraFailure
            do throws(JiraFailure) {
                return try await sendOnce(call)
            } catch {
                failure = error
            }
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
            try await hold(call, for: wait, scope, failure)
        }
    }

    private func sendOnce(_ call: JiraCall) async throws(JiraFailure) -> JiraAnswer {
        var request = HTTPRequest(
            call.method,
            base + call.target,
            headers: headers,
            isIdempotent: call.isRepeatable
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
    private func waitForTurn(_ call: JiraCall) async throws(JiraFailure) {
        if let lockout { throw lockout }
        if Task.isCancelled { throw .interrupted(call) }
        var keys: [Hold] = [.everything, .endpoint(call.bucket)]
        if let issue = call.issue { keys.append(.issue(issue)) }
        while let until = keys.compactMap({ holds[$0] }).max() {
            let left = until - timing.now()
            guard left > .zero else { break }
            try await sleep(left, call)
        }
        let isEdit = call.method == .put || call.method == .delete
        let perSecond = isEdit ? limits.editsPerSecond : limits.callsPerSecond
        let now = timing.now()
        let wait = paces[call.bucket, default: Pace(perSecond: perSecond, at: now)].reserve(at: now)
        if wait > .zero { try await sleep(wait, call) }
        if let lockout { throw lockout }
    }

    private func hold(
        _ call: JiraCall,
        for wait: Duration,
        _ scope: RetryRule.Scope,
        _ failure: JiraFailure
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
        guard let key else { return try await sleep(wait, call) }
        holds[key] = max(holds[key] ?? until, until)
    }

    private func sleep(_ wait: Duration, _ call: JiraCall) async throws(JiraFailure) {
        do {
            try await timing.sleep(wait)
        } catch {
            throw .interrupted(call)
        }
    }

    /// Waits between two looks at something.
    func pause(_ wait: Duration, reason: String?) async throws(JiraFailure) {
        guard wait > .zero else { return }
        let call = JiraCall.query("/issue/bulkfetch", .null)
        if let reason {
            observe(.waits(method: call.method.rawValue, path: call.path, wait: wait, reason: reason))
        }
        try await sleep(wait, call)
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
