internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The search for the people that fields are to name by their e-mail addresses.
struct PeopleLookup: Sendable {
    let session: JiraSession

    /// Returns the people that fields are to name; each address is asked for once a run.
    ///
    /// - Parameters:
    ///   - fields: The fields that are to be written.
    ///   - writer: Knows which of them name people.
    /// - Returns: The way people are named, with the accounts behind the addresses.
    /// - Throws: A problem that keeps Jira from being asked.
    func people(in fields: [[FieldName: FieldValue]], _ writer: FieldWriter) async throws -> People {
        var people = writer.people
        var addresses: Set<String> = []
        for (name, value) in fields.joined() where writer.kind(of: name)?.element == .user {
            addresses.formUnion(value.texts.filter(People.isAddress).map(People.form))
        }
        let asked = addresses.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let (key, limit) = (people.key, session.configuration.limits.readsAtOnce)
        let found = try await asked.mapConcurrently(atOnce: limit) { address in
            try await session.person(address, named: key)
        }
        for (address, search) in zip(asked, found) { people.found[address] = search }
        return people
    }

    /// Asks for the person with an address; `key` is the member by which requests name people.
    func search(_ address: String, by key: String) async throws -> PersonSearch {
        let parameter = key == "name" ? "username" : "query"
        let query = [(name: parameter, value: address), (name: "maxResults", value: "50")]
        let answer = try await session.send(.get("/user/search", query))
        guard let users = answer.json?.array else {
            throw JiraFailure(.nonsense, "Jira's answer lists no users.", call: "GET /user/search").problem
        }
        // An expired token finds nobody, either.
        if users.isEmpty { try await session.confirm(answer) }
        return PersonSearch(users, for: address, key: key)
    }
}

extension FieldValue {
    /// The texts of a value; none of a digest.
    var texts: [String] {
        switch self {
        case .none, .digest: []
        case .text(let text): [text]
        case .list(let texts): texts
        }
    }
}
