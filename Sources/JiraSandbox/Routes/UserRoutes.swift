extension Site {
    static let userRoutes = [
        Route("GET", "user/search", anonymous: .answered) { (site, request, _) throws(RequestRefusal) in
            .json(.array(try site.searchPeople(request)))
        },
        Route("GET", "~pat/tokens", only: .datacenter) { (site, _, _) throws(RequestRefusal) in
            .json(.array(site.catalog.tokens))
        },
    ]

    /// The active people whose name or address begins with a text; nobody for callers who may not look.
    private func searchPeople(_ request: Request) throws(RequestRefusal) -> [JSONValue] {
        let parameter = configuration.deployment == .cloud ? "query" : "username"
        guard let text = request.parameter(parameter), !text.isEmpty else {
            throw RequestRefusal(400, message: "The '\(parameter)' query parameter is required.")
        }
        guard !request.isAnonymous, isAllowed("USER_PICKER") else { return [] }
        let wanted = text.lowercased()
        let found = catalog.people.filter { person in
            person.isActive
                && [person.displayName, person.email, person.name].contains {
                    $0.lowercased().hasPrefix(wanted)
                }
        }
        let page = Page(request, standard: 50, cap: 1000)
        return page.slice(found).map { render(person: $0, request.version) }
    }
}
