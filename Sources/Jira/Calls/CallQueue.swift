internal import Curl
internal import JSON

/// How a call waits for its turn, and for the time to be made again.
extension JiraConnection {
    /// How long one call may wait in all after the run was told to stop.
    static let grace: Duration = .seconds(2)

    /// Waits as long as Jira, our own pace or other calls hold this one up, and takes its place among those under way.
    ///
    /// - Throws: A failure without effect: nothing was sent.
    func takeTurn(_ call: JiraCall, _ grace: inout Duration) async throws(JiraFailure) {
        let bucket = call.bucket
        try await waitForHolds(call, &grace)
        let isEdit = call.method == .put || call.method == .delete
        let perSecond = isEdit ? limits.editsPerSecond : limits.callsPerSecond
        let now = timing.now()
        let fresh = EndpointPace(perSecond: perSecond, atOnce: limits.mostAtOnce, at: now)
        let wait = flows[bucket, default: fresh].reserve(at: now)
        if wait > .zero { try await sleep(wait, call, &grace) }
        while true {
            while flows[bucket]?.hasRoom == false {
                await withCheckedContinuation { lines[bucket, default: []].append($0) }
            }
            flows[bucket]?.begin()
            // Calls before this one may have been told to wait meanwhile.
            guard bar(call) != nil || Task.isCancelled || isHeld(call) else { return }
            leave(bucket)
            try await waitForHolds(call, &grace)
        }
    }

    /// Gives the place up, and goes slower or faster by what came of the call.
    func endTurn(_ call: JiraCall, _ failure: JiraFailure?, _ start: Duration) {
        let bucket = call.bucket
        if failure == nil {
            flows[bucket]?.speedUp()
        } else if let failure, failure.isSlowdown, failure.scope == .endpoint {
            flows[bucket]?.slowDown(after: start, at: timing.now())
        }
        leave(bucket)
    }

    private func leave(_ bucket: String) {
        flows[bucket]?.end()
        // Whoever finds no room waits on.
        for waiter in lines.removeValue(forKey: bucket) ?? [] { waiter.resume() }
    }

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
            try await sleep(left, call, &grace)
        }
    }

    /// Holds up this call, and those that the failure is about.
    func hold(
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
