internal import Curl
internal import JSON

/// The turns of a connection's calls: the pace of each endpoint, the waits that Jira asks for, and the calls that are made no
/// more.
///
/// It is not Sendable: one connection owns it, and its methods run on that actor.
final class CallQueue {
    /// The longest that one call may wait in all after the run was told to stop.
    static let grace: Duration = .seconds(2)

    private let limits: CallLimits
    private let timing: JiraTiming
    private let stop: StopSignal
    private let observe: @Sendable (JiraEvent) -> Void
    /// The pace of each endpoint.
    private var paces: [String: EndpointPace] = [:]
    /// The calls that wait for others of their endpoint to end.
    private var lines: [String: [CheckedContinuation<Void, Never>]] = [:]
    /// The moments until which calls are held up, by what they are held up for.
    private var holds: [Hold: Duration] = [:]
    /// The repetitions that are left after faults.
    private var budget: RetryBudget
    /// The reason why no more calls are made: Jira does not take the caller, and asking on would lock the account.
    private var lockout: JiraFailure?
    /// The reasons why no more calls of an endpoint are made: nothing comes of them.
    private var outages: [String: JiraFailure] = [:]

    private enum Hold: Hashable {
        case everything
        case endpoint(String)
        case issue(String)
    }

    init(
        _ limits: CallLimits,
        _ timing: JiraTiming,
        stop: StopSignal,
        observe: @escaping @Sendable (JiraEvent) -> Void
    ) {
        self.limits = limits
        self.timing = timing
        self.stop = stop
        self.observe = observe
        budget = RetryBudget(size: limits.retries.repetitionsInRun)
    }

    /// Waits as long as Jira, our own pace or other calls hold this one up, and takes its place among those under way.
    ///
    /// - Throws: A failure without effect: nothing was sent.
    func takeTurn(_ call: JiraCall, _ grace: inout Duration) async throws(JiraFailure) {
        let bucket = call.bucket
        try await waitForHolds(call, &grace)
        let isEdit = call.method == .put || call.method == .delete
        let perSecond = isEdit ? limits.editsPerSecond : limits.callsPerSecond
        let now = timing.now()
        let fresh = EndpointPace(perSecond: perSecond, atOnce: limits.atOnce, at: now)
        let wait = paces[bucket, default: fresh].reserve(at: now)
        if wait > .zero { try await sleep(wait, before: call, &grace) }
        while true {
            while paces[bucket]?.hasRoom == false {
                await withCheckedContinuation { lines[bucket, default: []].append($0) }
            }
            paces[bucket]?.begin()
            // Calls before this one may have been told to wait meanwhile.
            guard bar(call) != nil || Task.isCancelled || isHeld(call) else { return }
            leave(bucket)
            try await waitForHolds(call, &grace)
        }
    }

    /// Gives the place of a call up that was done: the endpoint goes faster.
    func endTurn(_ call: JiraCall) {
        paces[call.bucket]?.speedUp()
        leave(call.bucket)
        budget.noteSuccess(of: call.bucket)
    }

    /// Gives the place of a call up that failed, and takes note of what the failure says of the calls to come.
    func endTurn(_ call: JiraCall, with failure: JiraFailure, since start: Duration) {
        let bucket = call.bucket
        if failure.isSlowdown, failure.scope == .endpoint {
            paces[bucket]?.slowDown(after: start, at: timing.now())
        }
        leave(bucket)
        if failure.kind == .credentials { lockout = failure }
        if failure.isAnswer { budget.noteAnswer(of: bucket) }
        guard failure.isFault else { return }
        budget.noteFault(of: bucket)
        if outages[bucket] == nil, let count = budget.outage(of: bucket) {
            outages[bucket] = .outage(failure, calls: count)
        }
    }

    private func leave(_ bucket: String) {
        paces[bucket]?.end()
        // A call that finds no room waits on.
        for waiter in lines.removeValue(forKey: bucket) ?? [] { waiter.resume() }
    }

    /// Takes a repetition after a fault out of the run's budget; false when none is left.
    func spendRepetition() -> Bool { budget.spend() }

    /// The reason why a call is not made at all; nil when it is.
    private func bar(_ call: JiraCall) -> JiraFailure? { lockout ?? outages[call.bucket] }

    private func keys(_ call: JiraCall) -> [Hold] {
        [.everything, .endpoint(call.bucket)] + (call.issue.map { [.issue($0)] } ?? [])
    }

    private func isHeld(_ call: JiraCall) -> Bool {
        let now = timing.now()
        return keys(call).contains { holds[$0].map { $0 > now } ?? false }
    }

    private func waitForHolds(_ call: JiraCall, _ grace: inout Duration) async throws(JiraFailure) {
        while true {
            if let failure = bar(call) { throw failure }
            if Task.isCancelled { throw .interrupted(call) }
            guard let until = keys(call).compactMap({ holds[$0] }).max() else { return }
            let left = until - timing.now()
            guard left > .zero else { return }
            try await sleep(left, before: call, &grace)
        }
    }

    /// Holds up this call, and those that its failure is about.
    func hold(
        _ call: JiraCall,
        for wait: Duration,
        scope: RetryRule.Scope,
        after failure: JiraFailure,
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
        guard let key else { return try await sleep(wait, before: call, &grace) }
        holds[key] = max(holds[key] ?? until, until)
    }

    /// Waits between two looks at something.
    func pause(_ wait: Duration, reason: String?) async throws(JiraFailure) {
        guard wait > .zero else { return }
        let call = JiraCall.query("/issue/bulkfetch", .null)
        if let reason {
            observe(.waits(method: call.method.rawValue, path: call.path, wait: wait, reason: reason))
        }
        var grace = Self.grace
        try await sleep(wait, before: call, &grace)
    }

    /// Waits; when the run is told to stop, no longer than the call's grace allows.
    private func sleep(
        _ wait: Duration,
        before call: JiraCall,
        _ grace: inout Duration
    ) async throws(JiraFailure) {
        let until = timing.now() + wait
        let isShort = wait <= grace
        guard isShort || !stop.isRaised else { throw .interrupted(call) }
        let sleep = timing.sleep
        do {
            if isShort { try await sleep(wait) } else { try await stop.wait { try await sleep(wait) } }
        } catch {
            // The task was cancelled, or the run was told to stop while this one was shielded.
            let left = until - timing.now()
            guard !Task.isCancelled, stop.isRaised, left <= grace else { throw .interrupted(call) }
            grace -= max(left, .zero)
            do {
                try await sleep(max(left, .zero))
            } catch {
                throw .interrupted(call)
            }
        }
        if isShort, stop.isRaised { grace -= wait }
    }
}
