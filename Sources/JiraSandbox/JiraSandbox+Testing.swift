/// The ways of tests to a sandbox, past its HTTP interface.
extension JiraSandbox {
    /// All requests to the API so far, oldest first.
    public var requests: [RecordedRequest] { withSite { $0.requests } }

    /// Forgets the requests so far.
    public func forgetRequests() { withSite { $0.forgetRequests() } }

    /// All requests to the API, those that were forgotten included.
    public var allRequests: [RecordedRequest] { withSite { $0.formerRequests + $0.requests } }

    /// The Jira that it plays.
    public var deployment: SandboxDeployment { withSite { $0.configuration.deployment } }

    /// All issues, by id.
    public var issues: [SandboxIssue] {
        withSite { site in site.issues.values.sorted { $0.id < $1.id }.map { SandboxIssue($0, in: site) } }
    }

    /// The issue of that id or key, present or past; nil for none.
    public func issue(_ idOrKey: String) -> SandboxIssue? {
        withSite { site in site.issue(idOrKey).map { SandboxIssue($0, in: site) } }
    }

    /// Adds a fault.
    public func addFault(_ fault: SandboxFault) { withSite { $0.faults.add(fault) } }

    /// Adds a fault for requests of a method to a path, in which `*` stands for any text.
    public func addFault(
        _ kind: SandboxFault.Kind,
        method: String? = nil,
        path: String = "*",
        skip: Int = 0,
        times: Int? = 1
    ) {
        addFault(SandboxFault(kind, method: method, path: path, skip: skip, times: times))
    }

    /// Drops all faults.
    public func clearFaults() { withSite { $0.faults.clear() } }

    /// Lets searches see all that was written.
    public func settleIndex() { withSite { $0.index.settle() } }

    /// Changes when searches see what is written from now on.
    public func lagIndex(_ lag: IndexLag) { withSite { $0.index.lag = lag } }

    /// Everything the sandbox knows now, to go back to.
    public func snapshot() -> SandboxSnapshot { SandboxSnapshot(site: withSite { $0 }) }

    /// Goes back to a moment of this sandbox.
    public func restore(_ snapshot: SandboxSnapshot) {
        withSite { site in
            let former = site.formerRequests + site.requests
            site = snapshot.site
            site.formerRequests = former
        }
    }

    /// Moves the sandbox's clock, and with it a lag that is counted in seconds.
    public func advanceClock(bySeconds seconds: Double) { withSite { $0.clockOffset += seconds } }

    /// Takes permissions from the caller, by key; those of before are given back.
    public func deny(_ permissions: Set<String>) { withSite { $0.denied = permissions } }

    /// Puts an issue into a status, as a person would, whatever the workflow says.
    public func setStatus(_ key: String, _ status: String, resolution: String? = nil) throws(SandboxError) {
        try withSite { site throws(SandboxError) in try site.setStatus(key, status, resolution: resolution) }
    }

    /// Edits an issue's fields, given as a JSON object; texts are wiki markup or documents.
    public func edit(_ key: String, fields: String) throws(SandboxError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: fields)
        } catch {
            throw SandboxError("The fields are no JSON: \(error).")
        }
        try withSite { site throws(SandboxError) in try site.editIssue(key, fields: value) }
    }

    /// Deletes an issue.
    public func delete(_ key: String) throws(SandboxError) {
        try withSite { site throws(SandboxError) in site.remove(try site.known(key).id) }
    }

    /// Moves an issue to another project, where it gets a new key; returns that.
    @discardableResult
    public func move(_ key: String, toProject project: String) throws(SandboxError) -> String {
        try withSite { site throws(SandboxError) in
            let id = try site.known(key).id
            try site.moveIssue(key, toProject: project)
            return site.issue(String(id))?.key ?? key
        }
    }

    /// Sets an entity property to a JSON value; nil removes it.
    public func setProperty(_ name: String, of key: String, to json: String?) throws(SandboxError) {
        var value: JSONValue?
        if let json {
            do {
                value = try JSONValue(parsing: json)
            } catch {
                throw SandboxError("The property is no JSON: \(error).")
            }
        }
        let stored = value
        try withSite { site throws(SandboxError) in
            site.change(try site.known(key).id, touch: false) { $0.properties[name] = stored }
        }
    }

    /// Creates an issue from the JSON body of a create; returns its key.
    @discardableResult
    public func create(_ body: String) throws(SandboxError) -> String {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body)
        } catch {
            throw SandboxError("The body is no JSON: \(error).")
        }
        let isDocument = value["fields"]?["description"]?.members != nil
        return try withSite { site throws(SandboxError) in
            do throws(RequestRefusal) {
                return try site.create(value, isDocument ? .three : .two)["key"]?.text ?? ""
            } catch {
                throw SandboxError("The create is refused: \(error.collection.serialized).")
            }
        }
    }
}

/// A sandbox as it was at one moment.
public struct SandboxSnapshot: Sendable {
    let site: Site
}
