extension Site {
    /// Answers the paths below /sandbox, which no Jira has: they are for scripts, and ask for no credentials.
    mutating func control(_ request: Request) -> Answer {
        do {
            return try controlled(request)
        } catch {
            return .json(["error": .string(error.description)], status: 400)
        }
    }

    private mutating func controlled(_ request: Request) throws(SandboxError) -> Answer {
        switch (request.method, request.segments.dropFirst().first, request.segments.count) {
        case ("GET", "requests", 2):
            return .json(["requests": .array(requests.map(\.json))])
        case ("DELETE", "requests", 2):
            forgetRequests()
        case ("POST", "faults", 2):
            faults.add(try SandboxFault(try body(request)))
        case ("DELETE", "faults", 2):
            faults.clear()
        case ("POST", "settle", 2):
            index.settle()
        case ("POST", "clock", 2):
            guard let seconds = try body(request)["advance"]?.whole else {
                throw SandboxError("The body must be {\"advance\": SECONDS}.")
            }
            clockOffset += Double(seconds)
        case ("POST", "permissions", 2):
            guard let names = try body(request)["deny"]?.texts else {
                throw SandboxError("The body must be {\"deny\": [PERMISSION, …]}.")
            }
            denied = Set(names)
        case ("POST", "reset", 2):
            let address = baseURL
            self = try Site(configuration)
            baseURL = address
        case ("GET", "issues", 2):
            let all = FieldSelection([], default: "*all")
            return .json([
                "issues": .array(
                    issues.values.sorted { $0.id < $1.id }.map {
                        render($0, fields: all, properties: ["*all"], .three)
                    }
                )
            ])
        case ("POST", "issues", 4): try controlIssue(request)
        default:
            throw SandboxError("The sandbox has no \(request.method) \(request.path).")
        }
        return .empty(204)
    }

    private mutating func controlIssue(_ request: Request) throws(SandboxError) {
        let key = request.segments[2]
        switch request.segments[3] {
        case "status":
            let body = try body(request)
            guard let status = body["status"]?.text else { throw SandboxError("The body has no 'status'.") }
            try setStatus(key, status, resolution: body["resolution"]?.text)
        case "move":
            guard let project = try body(request)["project"]?.text else {
                throw SandboxError("The body has no 'project'.")
            }
            try moveIssue(key, toProject: project)
        case "delete":
            remove(try known(key).id)
        case "edit":
            try editIssue(key, fields: try body(request))
        case let other:
            throw SandboxError("There is no '\(other)'; there are status, move, delete and edit.")
        }
    }

    private func body(_ request: Request) throws(SandboxError) -> JSONValue {
        do {
            return try JSONValue(parsing: request.body)
        } catch {
            throw SandboxError("The body is no JSON: \(error).")
        }
    }
}
