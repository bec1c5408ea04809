internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

extension JiraTracker {
    /// Returns what is known of the people that fields are to name; each address is asked for once a run.
    ///
    /// - Parameters:
    ///   - fields: The fields that are to be written.
    ///   - writer: What knows which of them name people.
    /// - Returns: How people are named, with the accounts behind the addresses.
    /// - Throws: What keeps Jira from being asked.
    func people(in fields: [[FieldName: FieldValue]], _ writer: FieldWriter) async throws -> People {
        var people = writer.people
        var addresses: Set<String> = []
        for (name, value) in fields.joined() where writer.kind(of: name)?.element == .user {
            addresses.formUnion(value.texts.filter(People.isAddress).map(People.form))
        }
        let asked = addresses.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let key = people.key
        let found = try await asked.mapConcurrently(atOnce: configuration.limits.readsAtOnce) { address in
            try await self.person(address, key)
        }
        for (address, search) in zip(asked, found) { people.found[address] = search }
        return people
    }

    /// Asks who has an address.
    func searchPerson(_ address: String, _ key: String) async throws -> PersonSearch {
        let parameter = key == "name" ? "username" : "query"
        let query = [(name: parameter, value: address), (name: "maxResults", value: "50")]
        let answer = try await send(.get("/user/search", query))
        guard let users = answer.json?.array else {
            throw JiraFailure(.nonsense, "Jira's answer lists no users.", call: "GET /user/search").problem
        }
        // An expired token finds nobody, either.
        if users.isEmpty { try await confirm(answer) }
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
