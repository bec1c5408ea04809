package import Curl
internal import JSON

/// The way to one Jira: makes calls, keeps to its limits, repeats what may be repeated, and counts.
package actor JiraConnection {
    private let client: HTTPClient
    private let base: String
    private let headers: HTTPHeaders
    private let retries: RetryRule
    private let timing: JiraTiming
    private let login: JiraLogin
    private let observe: @Sendable (JiraEvent) -> Void
    private let queue: CallQueue
    /// The word that the run is to stop: then no long wait begins.
    package nonisolated let stop: StopSignal

    /// The version that calls go to; nil while it is unknown which one Jira speaks, and calls go to Cloud's.
    package private(set) var version: RESTVersion?
    /// The number of calls that were made.
    package private(set) var calls = 0
    /// Whether anything ever answered at the address.
    private var wasReached = false

    /// Creates a connection; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - base: The address below which the API stands.
    ///   - version: The version of the API; nil where it is unknown.
    ///   - credentials: The caller's.
    ///   - limits: The pace of the calls.
    ///   - client: Carries the calls.
    ///   - timing: The clock to go by.
    ///   - expiry: That the credentials have expired, in a sentence; nil where nothing is known of that.
    ///   - observe: Takes the events of the calls.
    package init(
        to base: String,
        version: RESTVersion?,
        as credentials: JiraCredentials,
        limits: CallLimits,
        client: HTTPClient,
        timing: JiraTiming,
        expiry: String?,
        observe: @escaping @Sendable (JiraEvent) -> Void
    ) {
        self.client = client
        self.base = base.withoutTrailingSlash
        self.version = version
        headers = ["Authorization": credentials.authorization, "Accept": "application/json"]
        retries = limits.retries
        self.timing = timing
        login = JiraLogin(credentials, to: base, expiry: expiry)
        self.observe = observe
        let stop = StopSignal()
        self.stop = stop
        queue = CallQueue(limits, timing, stop: stop, observe: observe)
    }

    /// Takes note of the version that Jira speaks, nil for not known: later calls go to it.
    package func speak(_ version: RESTVersion?) { self.version = version }

    /// Makes a call until it is done or given up.
    package func send(_ call: JiraCall) async throws(JiraFailure) -> JiraAnswer {
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

    /// Waits between two looks at something, and tells the reason where there is one.
    package func pause(_ wait: Duration, reason: String?) async throws(JiraFailure) {
        try await queue.pause(wait, reason: reason)
    }

    private func send(_ call: JiraCall, _ isInDoubt: inout Bool) async throws(JiraFailure) -> JiraAnswer {
        var attempt = 0
        var waited = Duration.zero
        var grace = CallQueue.grace
        while true {
            try await queue.takeTurn(call, &grace)
            let start = timing.now()
            attempt += 1
            var failure: JiraFailure
            do throws(JiraFailure) {
                let answer = try await sendOnce(call)
                queue.endTurn(call)
                return answer
            } catch {
                failure = error
            }
            // A proxy that refuses its own password says nothing of Jira's.
            if failure.kind == .credentials, failure.network == nil { failure.login = login }
            queue.endTurn(call, with: failure, since: start)
            isInDoubt = isInDoubt || failure.effect == .unknown
            // An address at which nobody ever answered is more likely mistyped than busy.
            let isUnknown = failure.kind == .unreachable && failure.effect == .none && !wasReached
            if isUnknown, attempt > 1 { throw failure }
            let decision = retries.decision(
                failure,
                isRepeatable: call.isRepeatable,
                attempt: attempt,
                waited: waited,
                random: timing.random()
            )
            guard case .wait(let wait, let scope) = decision, !failure.isFault || queue.spendRepetition()
            else { throw failure }
            waited += wait
            try await queue.hold(call, for: wait, scope: scope, after: failure, &grace)
        }
    }

    private func sendOnce(_ call: JiraCall) async throws(JiraFailure) -> JiraAnswer {
        var request = HTTPRequest(
            call.method,
            base + (call.root ?? (version ?? .three).path) + call.target,
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
            report(call, status: nil, since: start)
            throw JiraFailure(error, call: call.name)
        }
        wasReached = true
        report(call, status: response.status, since: start)
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

    private func report(_ call: JiraCall, status: Int?, since start: Duration) {
        let took = timing.now() - start
        observe(.called(method: call.method.rawValue, path: call.path, status: status, took: took))
    }
}

extension String {
    /// The address without slashes at its end.
    package var withoutTrailingSlash: String {
        hasSuffix("/") ? String(dropLast()).withoutTrailingSlash : self
    }
}
