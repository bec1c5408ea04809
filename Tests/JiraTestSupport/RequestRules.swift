internal import Foundation
internal import JSON
public import JiraSandbox
internal import Synchronization

/// What every request to a Jira has to be: an operation of the API, with parameters and a body that it takes, and with
/// documents that are some.
public enum RequestRules {
    private struct Tally {
        var requests = 0
        var documents = 0
        /// Documents that were found in order; most come again and again.
        var known: Set<String> = []
    }

    private static let tally = Mutex(Tally())
    /// Says at the end how much was looked at, so that nobody believes in a check that looked at nothing.
    private static let report: Void = {
        atexit {
            let (requests, documents) = RequestRules.tally.withLock { ($0.requests, $0.documents) }
            print("Held against Atlassian's documents: \(requests) requests, \(documents) rich texts.")
        }
    }()

    /// Returns what is wrong with the requests that a sandbox got since it started; nothing where Atlassian's documents are
    /// not there.
    public static func faults(in sandbox: JiraSandbox) throws -> [String] {
        let isCloud = sandbox.deployment == .cloud
        guard let document = isCloud ? OpenAPI.cloud : OpenAPI.dataCenter else { return [] }
        _ = report
        let requests = sandbox.allRequests.filter { request in
            // Personal access tokens have documents of their own; and what kind of Jira it is has to be asked of either.
            let isQuestion =
                isCloud ? request.path == "/rest/api/2/serverInfo" : request.path.hasPrefix("/rest/api/3/")
            return !request.path.hasPrefix("/rest/pat/") && !isQuestion
        }
        tally.withLock { $0.requests += requests.count }
        var faults = try document.faults(in: requests)
        guard isCloud, let schema = DocumentSchema.shared else { return faults }
        for request in requests where !request.body.isEmpty {
            for text in documents(in: try JSON(parsing: request.body)) {
                let isNew = tally.withLock { tally in
                    tally.documents += 1
                    return tally.known.insert(text.text()).inserted
                }
                if isNew, let fault = schema.fault(in: text) {
                    faults.append("\(request.method) \(request.path): \(fault)")
                }
            }
        }
        return faults
    }

    /// The rich texts in a body, wherever they stand.
    private static func documents(in value: JSON) -> [JSON] {
        if value["type"] == "doc" { return [value] }
        if let elements = value.array { return elements.flatMap(documents) }
        return (value.object ?? [:]).flatMap { documents(in: $1) }
    }
}
