/// One operation of the API: what it answers to, and what does the work.
struct Route: Sendable {
    /// The treatment of callers who are nobody.
    enum Anonymous: Sendable {
        /// They are answered as anyone, though they see nothing.
        case answered
        /// They get a 401.
        case refused
    }

    typealias Work = @Sendable (inout Site, Request, [String]) throws(RequestRefusal) -> Answer

    let method: String
    let template: String
    let parts: [Substring]
    let anonymous: Anonymous
    /// The deployment that alone has it; nil for both.
    let only: SandboxDeployment?
    let work: Work

    init(
        _ method: String,
        _ template: String,
        anonymous: Anonymous = .refused,
        only: SandboxDeployment? = nil,
        work: @escaping Work
    ) {
        self.method = method
        self.template = template
        self.anonymous = anonymous
        self.only = only
        self.work = work
        parts = template.split(separator: "/")
    }

    /// The parts of a path that stand for something, or nil where the path is another one.
    func values(of path: [String]) -> [String]? {
        guard path.count == parts.count else { return nil }
        var values: [String] = []
        for (part, text) in zip(parts, path) {
            if part.hasPrefix("{") {
                values.append(text)
            } else if part != text {
                return nil
            }
        }
        return values
    }
}

extension Site {
    /// Finds the operation for a path below /rest/api/VERSION and runs it.
    mutating func route(
        _ request: Request,
        path: [String],
        asAnonymous: Bool
    ) throws(RequestRefusal) -> Answer {
        let candidates = Self.routes.compactMap { route in
            route.only == nil || route.only == configuration.deployment
                ? route.values(of: path).map { (route, $0) } : nil
        }
        guard !candidates.isEmpty else {
            throw RequestRefusal(404, message: "There is nothing at this path.")
        }
        guard let (route, values) = candidates.first(where: { $0.0.method == request.method }) else {
            throw RequestRefusal(405, message: "The method \(request.method) is not allowed here.")
        }
        if request.isAnonymous, route.template != "serverInfo" {
            let isTolerated = asAnonymous || configuration.anonymousOnBadCredentials
            guard isTolerated, route.anonymous == .answered else { throw .notAuthenticated }
        }
        try limit(request, on: route, values: values)
        return try route.work(&self, request, values)
    }

    private mutating func limit(
        _ request: Request,
        on route: Route,
        values: [String]
    ) throws(RequestRefusal) {
        guard limiter != nil else { return }
        let moment = now
        let written =
            request.method != "GET" && route.template.hasPrefix("issue/{issue}")
            ? values.first.flatMap { issue($0)?.id } : nil
        do throws(RateLimiter.Refused) {
            try limiter?.admit(method: request.method, endpoint: route.template, at: moment)
            if let written { try limiter?.admitWrite(to: written, at: moment) }
        } catch {
            var refusal = RequestRefusal(429, message: "Rate limit exceeded.")
            refusal.headers =
                configuration.deployment == .datacenter
                ? [
                    ("Retry-After", String(error.seconds)), ("X-RateLimit-Limit", String(error.limit)),
                    ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Interval-Seconds", "1"),
                    ("X-RateLimit-FillRate", String(error.limit)),
                ]
                : [
                    ("Retry-After", String(error.seconds)), ("X-RateLimit-Limit", String(error.limit)),
                    ("X-RateLimit-Remaining", "0"),
                    ("X-RateLimit-Reset", now.advanced(bySeconds: Double(error.seconds)).zuluText),
                    ("RateLimit-Reason", error.reason),
                ]
            throw refusal
        }
    }

    static let routes =
        siteRoutes + userRoutes + projectRoutes + issueRoutes + bulkRoutes + transitionRoutes + commentRoutes
        + propertyRoutes + linkRoutes + searchRoutes + bulkTransitionRoutes
}
