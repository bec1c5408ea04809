internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension JiraTracker {
    /// Asks who the caller is, what server this is and whether the project can be seen, all at once; and for the fields'
    /// ids when the configuration names some as people do.
    ///
    /// Where nobody knows what kind of Jira it is the server is asked first: of a Data Center that takes a call more.
    func prove() async throws -> Proof {
        let key = configuration.project
        do {
            let server = try await learnDeployment()
            async let myself = connection.send(.get("/myself"))
            async let serverInfo = server == nil ? connection.send(.get("/serverInfo")).json : server
            async let project = connection.send(
                .get("/project/\(key.percentEncoded)", endpoint: "/project/{key}")
            )
            async let fields = fieldList()
            let caller = try await myself
            let names = ["displayName", "emailAddress", "accountId", "name"]
            guard let name = names.lazy.compactMap({ caller.json?[$0]?.string }).first else {
                throw JiraFailure(.nonsense, "Jira does not say who the caller is.", call: "GET /myself")
            }
            let told = try await serverInfo
            let deployment = await connection.deployment ?? .cloud
            if let real = Deployment(told), real != deployment { throw misnamed(deployment, real) }
            var proof = try Proof(
                configuration,
                deployment,
                account: name,
                server: told,
                project: try await project.json
            )
            proof.account = caller.account
            lastProved = timing.now()
            proof.fieldIDs = try fieldIDs(try await fields, project: proof.site.projectID)
            return proof
        } catch let failure as JiraFailure {
            guard failure.kind == .notFound else { throw failure.problem }
            guard failure.call.contains("/project/") else {
                let version = await connection.deployment.map { "version \($0.version.rawValue) of " } ?? ""
                let summary = "At \(configuration.apiURL) there is no \(version)Jira's REST API."
                throw Problem(
                    .usage,
                    "\(summary) \(failure.message) (\(failure.call))",
                    hint:
                        "Check `jira.url`, which has a path where Jira stands below one, and `jira.deployment`."
                )
            }
            throw Problem.hiddenProject(key, failure.call)
        }
    }

    /// Asks the server what it is where nobody knows, and returns what it says; nil where nothing had to be asked.
    ///
    /// Version 3 is Cloud's alone: a Data Center does not know the path, and is asked at its own.
    private func learnDeployment() async throws(JiraFailure) -> JSON? {
        guard await connection.deployment == nil else { return nil }
        await connection.speak(to: .cloud)
        do throws(JiraFailure) {
            let server = try await connection.send(.get("/serverInfo")).json
            await connection.speak(to: Deployment(server) ?? .cloud)
            return server
        } catch {
            await connection.speak(to: nil)
            guard [.notFound, .rejected, .forbidden, .nonsense].contains(error.kind) else { throw error }
            await connection.speak(to: .dataCenter)
            do throws(JiraFailure) {
                let server = try await connection.send(.get("/serverInfo")).json
                await connection.speak(to: Deployment(server) ?? .dataCenter)
                return server
            } catch let second {
                await connection.speak(to: nil)
                throw second.kind == .notFound ? error : second
            }
        }
    }

    /// What kind of Jira it is; asks where it is not known yet.
    func learnedDeployment() async throws -> Deployment {
        do throws(JiraFailure) {
            _ = try await learnDeployment()
        } catch {
            throw error.problem
        }
        return await connection.deployment ?? .cloud
    }

    private func misnamed(_ deployment: Deployment, _ real: Deployment) -> Problem {
        Problem(
            .usage,
            "The Jira at \(configuration.apiURL) is \(real.name), not \(deployment.name).",
            hint: "Set `jira.deployment` to \(real.rawValue), or to auto."
        )
    }

    /// Proves the caller and the project once more, so that what was not found before that can be believed to be gone.
    func proveAgain() async throws {
        let key = configuration.project
        let id = try await proved().site.projectID
        let call = JiraCall.get("/project/\(key.percentEncoded)", endpoint: "/project/{key}")
        async let myself = connection.send(.get("/myself"))
        async let project = connection.send(call)
        do {
            let caller = try await myself
            guard caller.json?.object != nil else {
                throw JiraFailure(.nonsense, "Jira does not say who the caller is.", call: "GET /myself")
            }
            guard try await project.json?["id"]?.string == id else {
                throw JiraFailure(.nonsense, "Jira's answer names another project.", call: call.name)
            }
        } catch let failure as JiraFailure {
            guard failure.kind == .notFound, failure.call == call.name else { throw failure.problem }
            throw Problem.hiddenProject(key, failure.call)
        }
    }

    /// Asks for all fields when a mapped one goes by its name; nil when none does.
    private func fieldList() async throws(JiraFailure) -> JSON? {
        guard !configuration.fields.allSatisfy(FieldDirectory.isID) else { return nil }
        return try await connection.send(.get("/field")).json ?? .null
    }

    private func fieldIDs(_ list: JSON?, project: String) throws -> [FieldName: FieldName] {
        guard let list else { return [:] }
        guard let directory = FieldDirectory(list, project: project) else {
            throw JiraFailure(.nonsense, "Jira's answer lists no fields.", call: "GET /field")
        }
        return try directory.ids(of: configuration.fields)
    }

    /// Makes sure that an answer with nothing in it was given to the proved caller and not to nobody: a token that
    /// expired can lead to empty answers of status 200.
    func confirm(_ answer: JiraAnswer) async throws {
        let proof = try await proved()
        guard answer.account == nil || answer.account != proof.account else { return }
        // Where Jira never names the caller, one who was proved a moment ago is believed to be the same.
        if proof.account == nil, answer.account == nil, let proved = lastProved,
            timing.now() - proved < Self.proofLasts
        {
            return
        }
        _ = try await send(.get("/myself"))
        lastProved = timing.now()
    }

    /// For how long a caller whom Jira does not name with its answers stays proved.
    private static let proofLasts = Duration.seconds(60)
}

extension JiraTracker.Proof {
    /// Reads what a proved caller was told of the server and the project.
    fileprivate init(
        _ configuration: JiraConfiguration,
        _ deployment: Deployment,
        account: String,
        server: JSON?,
        project: JSON?
    ) throws(JiraFailure) {
        guard let id = project?["id"]?.string, id.isJiraID, let key = project?["key"]?.string,
            key.isProjectKey
        else {
            let call = "GET /project/\(configuration.project)"
            throw JiraFailure(.nonsense, "Jira's answer names no project.", call: call)
        }
        // Atlassian's document requires neither of them of an answer.
        let url = server?["baseUrl"]?.string ?? configuration.apiURL
        let time = server?["serverTime"]?.string.flatMap { JiraTimestamp($0)?.milliseconds } ?? 0
        site = Site(
            url: url.withoutTrailingSlash,
            project: key,
            projectID: id,
            account: account,
            time: time,
            deployment: deployment
        )
        issueTypes = (project?["issueTypes"]?.array ?? []).compactMap { type in
            guard let id = type["id"]?.string, id.isJiraID, let name = type["name"]?.string, !name.isEmpty
            else { return nil }
            return (id, name, type["subtask"]?.bool == true)
        }
    }
}

extension Deployment {
    /// Reads it off what a server says of itself; by its version where it does not say: those of Cloud are above 1000.
    fileprivate init?(_ server: JSON?) {
        if let known = Deployment(type: server?["deploymentType"]?.string) {
            self = known
        } else if let version = server?["versionNumbers"]?.array?.first?.integer {
            self = version >= 1000 ? .cloud : .dataCenter
        } else {
            return nil
        }
    }
}

extension String {
    /// Whether the text can be an id that Jira gave: a number.
    var isJiraID: Bool { !isEmpty && utf8.allSatisfy { (48...57).contains($0) } }

    /// Whether the text can be a project's key.
    ///
    /// Administrators may allow other keys than Jira's own rule does; none is without a letter or holds what would change
    /// a path.
    fileprivate var isProjectKey: Bool {
        contains(where: \.isLetter) && allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
}

extension Problem {
    fileprivate static func hiddenProject(_ key: String, _ call: String) -> Problem {
        Problem(
            .credentials,
            "The project \(key) does not exist, or the account may not browse it. (\(call))",
            hint: "Check `jira.project`, and give the account the permission Browse projects."
        )
    }
}
