internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension JiraSession {
    /// Asks for the caller, the server and the project, all at once; and for the fields' ids when the configuration names some
    /// as people do.
    ///
    /// Where the kind of Jira is unknown the server is asked first: of a Data Center that takes a call more.
    func prove() async throws -> JiraProof {
        let key = configuration.project
        do {
            let server = try await learnDeployment()
            async let myself = connection.send(.get("/myself"))
            async let serverInfo = server == nil ? connection.send(.get("/serverInfo")).json : server
            async let project = connection.send(.project(key))
            async let fields = fieldList()
            let caller = try await myself
            let names = ["displayName", "emailAddress", "accountId", "name"]
            guard let name = names.lazy.compactMap({ caller.json?[$0]?.string }).first else {
                throw JiraFailure(.nonsense, "Jira does not say who the caller is.", call: "GET /myself")
            }
            let told = try await serverInfo
            let deployment = await connection.deployment ?? .cloud
            if let real = Deployment(told), real != deployment {
                throw Problem.misnamed(deployment, really: real, at: configuration.apiURL)
            }
            var proof = try JiraProof(
                configuration,
                deployment,
                account: name,
                server: told,
                project: try await project.json
            )
            proof.account = caller.account
            lastProved = timing.now()
            proof.fieldIDs = try fieldIDs(try await fields, project: proof.site.projectID)
            proof.site.fieldIDs = proof.fieldIDs.filter { StepEntry.words.contains($0.key) }
            return proof
        } catch let failure as JiraFailure {
            guard failure.kind == .notFound else { throw failure.problem }
            guard failure.call.contains("/project/") else {
                throw Problem.noAPI(at: configuration.apiURL, await connection.version, failure)
            }
            throw Problem.hiddenProject(key, failure.call)
        }
    }

    /// Asks the server for its kind where that is unknown, and returns the answer; nil where nothing had to be asked.
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

    /// Returns the kind of Jira; asks where it is not known yet.
    func deployment() async throws -> Deployment {
        do throws(JiraFailure) {
            _ = try await learnDeployment()
        } catch {
            throw error.problem
        }
        return await connection.deployment ?? .cloud
    }

    /// Proves the caller and the project once more, so that what was not found before that can be believed to be gone.
    func proveAgain() async throws {
        let id = try await proved().site.projectID
        let call = JiraCall.project(configuration.project)
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
            throw Problem.hiddenProject(configuration.project, failure.call)
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

    /// Makes sure that an answer with nothing in it was given to the proved caller and not to a stranger: a token that
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

    /// The time for which a caller whom Jira does not name with its answers stays proved.
    private static let proofLasts = Duration.seconds(60)
}

extension JiraCall {
    fileprivate static func project(_ key: String) -> JiraCall {
        .get("/project/\(key.percentEncoded)", endpoint: "/project/{key}")
    }
}

extension Deployment {
    /// Reads it off a server's answer; by its version where it does not say: those of Cloud are above 1000.
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
