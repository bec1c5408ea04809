internal import Curl
internal import JSON
internal import Workflow

/// The way to one Jira: makes calls, keeps to its limits, repeats what may be repeated, and counts.
actor JiraConnection {
    private let client: HTTPClient
    private let base: String
    /// What kind of Jira it is, once known; until then calls go to Cloud's version.
    private(set) var deployment: Deployment?
    private let headers: HTTPHeaders
    /// What to do when Jira does not accept the credentials.
    private let credentialHint: String
    let limits: JiraConfiguration.Limits
    let timing: JiraTiming
    let observe: @Sendable (JiraEvent) -> Void

    /// How many calls were made.
    private(set) var calls = 0
    /// Whether anything ever answered at the address.
    private var wasReached = false
    /// How fast and how often at once each endpoint is called.
    var flows: [String: EndpointPace] = [:]
    /// The calls that wait for others of their endpoint to end.
    var lines: [String: [CheckedContinuation<Void, Never>]] = [:]
    /// Until when calls are held up, by what they are held up for.
    var holds: [Hold: Duration] = [:]
    /// How often calls may still be repeated after faults.
    private var budget: RetryBudget
    /// Whether the run was told to stop: then no long wait begins.
    let interruption = StopSignal()
    /// Why no more calls are made: Jira does not take the caller, whom asking on would lock out.
    private var lockout: JiraFailure?
    /// Why no more calls of an endpoint are made: nothing comes of them.
    private var outages: [String: JiraFailure] = [:]

    enum Hold: Hashable {
        case everything
        case endpoint(String)
        case issue(String)
    }

    init(
        _ configuration: JiraConfiguration,
        client: HTTPClient,
        timing: JiraTiming,
        observe: @escaping @Sendable (JiraEvent) -> Void
    ) {
        self.client = client
        base = configuration.apiURL.withoutTrailingSlash
        deployment = configuration.knownDeployment
        self.headers = [
            "Authorization": configuration.credentials.authorization,
            "Accept": "application/json",
        ]
        credentialHint = configuration.credentialHint
        self.limits = configuration.limits
        budget = RetryBudget(size: configuration.limits.retries.repetitionsInRun)
        self.timing = timing
        self.observe = observe
    }

    /// Takes note of what kind of Jira it is, nil for not known: what is called from now on goes to its own version.
    func speak(to deployment: Deployment?) { self.deployment = deployment }

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
            try await takeTurn(call, &grace)
            let start = timing.now()
            attempt += 1
            let failure: JiraFailure
            do throws(JiraFailure) {
                let answer = try await sendOnce(call)
                endTurn(call, nil, start)
                budget.noteSuccess(of: call.bucket)
                return answer
            } catch {
                failure = explained(error)
            }
            endTurn(call, failure, start)
            note(failure, of: call.bucket)
            isInDoubt = isInDoubt || failure.effect == .unknown
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
            guard case .wait(let wait, let scope) = decision, !failure.isFault || budget.spend() else {
                throw failure
            }
            waited += wait
            try await hold(call, for: wait, scope, failure, &grace)
        }
    }

    /// The failure with what to do about it, where that depends on the credentials.
    private func explained(_ failure: JiraFailure) -> JiraFailure {
        guard failure.kind == .credentials, failure.hint == nil else { return failure }
        var failure = failure
        failure.hint = credentialHint
        return failure
    }

    /// Takes note of what a failure says of the calls to come.
    private func note(_ failure: JiraFailure, of endpoint: String) {
        if failure.kind == .credentials { lockout = failure }
        if failure.isAnswer { budget.noteAnswer(of: endpoint) }
        guard failure.isFault else { return }
        budget.noteFault(of: endpoint)
        if outages[endpoint] == nil, let count = budget.outage(of: endpoint) {
            outages[endpoint] = .outage(failure, calls: count)
        }
    }

    /// Why a call is not made at all; nil when it is.
    func bar(_ call: JiraCall) -> JiraFailure? { lockout ?? outages[call.bucket] }

    private func sendOnce(_ call: JiraCall) async throws(JiraFailure) -> JiraAnswer {
        var request = HTTPRequest(
            call.method,
            base + (call.root ?? (deployment ?? .cloud).path) + call.target,
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
}

extension String {
    var withoutTrailingSlash: String { hasSuffix("/") ? String(dropLast()).withoutTrailingSlash : self }
}
