extension Site {
    /// Answers one request: takes note of it, lets faults happen, proves the caller, and does the work.
    mutating func reply(to incoming: Request) -> Reply {
        var request = incoming
        request.leave(configuration.contextPath)
        if request.segments.first == "sandbox" {
            return Reply(answer: control(request))
        }
        requests.append(RecordedRequest(request))
        let place = requests.count - 1
        index.advance(to: now)
        let reply = faultyReply(to: &request)
        if case .whole = reply.delivery { requests[place].status = reply.answer.status }
        return reply
    }

    private mutating func faultyReply(to request: inout Request) -> Reply {
        var reply = Reply(answer: .empty(200), delay: configuration.baseDelay)
        guard let fault = faults.next(method: request.method, path: request.path) else {
            reply.answer = answer(request)
            return reply
        }
        switch fault {
        case .resetBefore: reply.delivery = .reset
        case .closeBefore: reply.delivery = .close
        case .hang: reply.delivery = .hang
        case .anonymous: reply.answer = answer(request, asAnonymous: true)
        case .status, .loginPage, .captcha: reply.answer = refusal(by: fault)
        default: apply(fault, after: answer(request), to: &reply)
        }
        return reply
    }

    /// The answer of a fault that leaves the request undone.
    private func refusal(by fault: SandboxFault.Kind) -> Answer {
        switch fault {
        case .status(let status, let retryAfter, let reason, let html):
            var answer = failure(status, html: html)
            if let retryAfter { answer.headers.append(("Retry-After", String(retryAfter))) }
            if let reason { answer.headers.append(("RateLimit-Reason", reason)) }
            return answer
        case .captcha:
            var answer = Answer.html("<html><head><title>Forbidden (403)</title></head></html>", status: 403)
            answer.headers += [
                ("X-Seraph-LoginReason", "AUTHENTICATION_DENIED"),
                ("X-Authentication-Denied-Reason", "CAPTCHA_CHALLENGE; login-url=\(baseURL)/login.jsp"),
            ]
            return answer
        default:
            let page = "<html><head><title>Log in - Jira</title></head><body>Log in</body></html>"
            var answer = Answer.html(page, status: 200)
            answer.headers.append(("X-AUSERNAME", "anonymous"))
            return answer
        }
    }

    /// Spoils the reply to a request that was done.
    private func apply(_ fault: SandboxFault.Kind, after answer: Answer, to reply: inout Reply) {
        switch fault {
        case .resetAfter: reply.delivery = .reset
        case .closeAfter: reply.delivery = .close
        case .hangAfter: (reply.answer, reply.delivery) = (answer, .hold)
        case .cutBody: (reply.answer, reply.delivery) = (answer, .cut)
        case .slow(let delay): (reply.answer, reply.delay) = (answer, delay)
        case .omitIssues(let issues): reply.answer = omitting(issues, from: answer)
        case .garbageBody:
            reply.answer = .html("<!DOCTYPE html><html><body>Log in to continue</body></html>", status: 200)
        case .body(let text, let status, let html):
            let type = html ? "text/html;charset=UTF-8" : "application/json;charset=UTF-8"
            reply.answer = Answer(status: status, headers: [("Content-Type", type)], body: Array(text.utf8))
        case .bytes(let bytes, let status):
            let type = "application/json;charset=UTF-8"
            reply.answer = Answer(status: status, headers: [("Content-Type", type)], body: bytes)
        case .statusAfter(let status): reply.answer = failure(status, html: false)
        default: reply.answer = answer
        }
    }

    private func failure(_ status: Int, html: Bool) -> Answer {
        guard html else {
            return RequestRefusal(status, message: "The sandbox was told to answer with status \(status).")
                .answer
        }
        return .html(
            "<html><head><title>\(status)</title></head><body>The sandbox was told so.</body></html>",
            status: status
        )
    }

    /// Does the work of a request and gives its answer, with the headers that every answer of Jira has.
    private mutating func answer(_ incoming: Request, asAnonymous: Bool = false) -> Answer {
        var request = incoming
        var answer: Answer
        do {
            let rest = try restPath(&request)
            try refuseForgery(request)
            let isProved = !asAnonymous && isProved(request)
            request.isAnonymous = !isProved
            answer = try route(request, path: rest, asAnonymous: asAnonymous)
        } catch {
            answer = error.answer
        }
        let login =
            request.isAnonymous
            && (answer.status == 401 || asAnonymous || request.header("Authorization") != nil)
        answer.headers.append(("X-Seraph-LoginReason", login ? "AUTHENTICATED_FAILED" : "OK"))
        if configuration.deployment == .datacenter {
            answer.headers.append(("X-AUSERNAME", request.isAnonymous ? "anonymous" : Account.name))
        } else if !request.isAnonymous, configuration.namesAccount {
            answer.headers.append(("X-AAccountId", Account.id))
        }
        answer.headers.append(("X-AREQUESTID", "sandbox-\(requests.count)"))
        answer.headers.append(("Date", now.headerText))
        answer.headers.append(("Cache-Control", "no-cache, no-store, no-transform"))
        return answer
    }

    /// The part of the path below /rest/api/VERSION.
    private func restPath(_ request: inout Request) throws(RequestRefusal) -> [String] {
        // Personal access tokens have an API of their own, whose routes begin with a word that no path has.
        if request.segments.starts(with: ["rest", "pat", "latest"]) {
            return ["~pat"] + request.segments.dropFirst(3)
        }
        guard request.segments.count > 3, request.segments.starts(with: ["rest", "api"]) else {
            throw RequestRefusal(404, message: "There is nothing at this path.")
        }
        let name = request.segments[2]
        let known: APIVersion? =
            name == "latest"
            ? (configuration.deployment == .cloud ? .three : .two) : APIVersion(rawValue: name)
        guard let version = known, version == .two || configuration.deployment == .cloud else {
            throw RequestRefusal(404, message: "There is no version '\(name)' of this API.")
        }
        request.version = version
        return Array(request.segments.dropFirst(3))
    }

    /// Jira refuses writes that look as if a page in a browser sent them.
    private func refuseForgery(_ request: Request) throws(RequestRefusal) {
        guard request.method == "POST" || request.method == "PUT" || request.method == "DELETE",
            let agent = request.header("User-Agent"), agent.hasPrefix("Mozilla/"),
            request.header("X-Atlassian-Token")?.lowercased() != "no-check"
        else { return }
        var refusal = RequestRefusal(403, message: "XSRF check failed")
        refusal.isPlain = true
        throw refusal
    }

    private func isProved(_ request: Request) -> Bool {
        guard let header = request.header("Authorization") else { return false }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return false }
        let names = [configuration.email, Account.name].map { "\($0):\(configuration.token)" }
        switch parts[0].lowercased() {
        case "basic":
            return Base64.decode(String(parts[1])).map { names.contains($0) } ?? false
        case "bearer": return parts[1] == configuration.personalAccessToken
        default: return false
        }
    }

    /// Takes issues out of an answer, as if the caller could not see them.
    private func omitting(_ names: [String], from answer: Answer) -> Answer {
        let gone = Set(names.compactMap { issue($0).map { String($0.id) } })
        guard var members = (try? JSONValue(parsing: answer.body))?.members else { return answer }
        if let id = members["id"]?.text, gone.contains(id) { return RequestRefusal.noSuchIssue.answer }
        guard let issues = members["issues"]?.elements else { return answer }
        members["issues"] = .array(issues.filter { !gone.contains($0["id"]?.identifier ?? "") })
        return Answer(status: answer.status, headers: answer.headers, body: JSONValue.object(members).bytes)
    }
}

/// The one person who uses a sandbox.
enum Account {
    static let id = "5b10a2844c20165700ede21g"
    static let name = "dev"
    static let displayName = "Dev Sandbox"
}
