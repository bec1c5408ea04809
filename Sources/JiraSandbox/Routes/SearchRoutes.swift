extension Site {
    static let searchRoutes = [
        Route("POST", "search/jql", anonymous: .answered, only: .cloud) {
            (site, request, _) throws(RequestRefusal) in
            .json(try site.search(SearchRequest(try request.json()), request))
        },
        Route("GET", "search/jql", anonymous: .answered, only: .cloud) {
            (site, request, _) throws(RequestRefusal) in
            .json(try site.search(SearchRequest(request), request))
        },
        Route("POST", "search/approximate-count", anonymous: .answered, only: .cloud) {
            (site, request, _) throws(RequestRefusal) in
            let query = try site.boundedQuery(try request.json()["jql"]?.text)
            let count =
                request.isAnonymous
                ? 0 : try site.asking { site throws(QueryError) in try site.find(query) }.count
            return .json(["count": .integer(count)])
        },
        Route("GET", "search", anonymous: .answered) { (site, request, _) throws(RequestRefusal) in
            .json(try site.oldSearch(SearchRequest(request), request))
        },
        Route("POST", "search", anonymous: .answered) { (site, request, _) throws(RequestRefusal) in
            .json(try site.oldSearch(SearchRequest(try request.json()), request))
        },
    ]

    /// Runs something that queries and tells its errors as Jira does.
    private func asking<Result>(_ work: (Site) throws(QueryError) -> Result) throws(RequestRefusal) -> Result
    {
        do {
            return try work(self)
        } catch {
            throw RequestRefusal(400, message: error.message)
        }
    }

    private func query(_ text: String?) throws(RequestRefusal) -> Query {
        try asking { site throws(QueryError) in
            try QueryParser.parse(text ?? "", custom: site.catalog.customFields)
        }
    }

    private func boundedQuery(_ text: String?) throws(RequestRefusal) -> Query {
        let query = try query(text)
        guard query.condition != nil else {
            throw RequestRefusal(
                400,
                message:
                    "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
            )
        }
        return query
    }

    private mutating func search(
        _ search: SearchRequest,
        _ request: Request
    ) throws(RequestRefusal) -> JSONValue {
        let query = try boundedQuery(search.query)
        guard search.reconciled.count <= 50 else {
            throw RequestRefusal(400, message: "The number of issues to reconcile must not be more than 50.")
        }
        guard search.properties.count <= 5 else {
            throw RequestRefusal(400, message: "The number of properties must not be more than 5.")
        }
        guard !request.isAnonymous, isAllowed("BROWSE_PROJECTS") else {
            return ["issues": [], "isLast": true]
        }
        let fields = FieldSelection(search.fields, default: "id")
        let isLight = fields.isIdentityOnly && search.properties.isEmpty
        let size = min(max(1, search.size ?? 50), isLight ? 5000 : configuration.searchPageCap)
        let (cursor, start, known) = try cursor(of: search, query)
        let page = cursor.ids.dropFirst(start).prefix(size)
        let isLast = page.endIndex >= cursor.ids.count
        var answer = JSONMembers()
        answer["issues"] = .array(
            page.compactMap { indexed($0, reconciled: cursor.reconciled) }.map {
                render($0, fields: fields, properties: search.properties, request.version)
            }
        )
        if !isLast {
            answer["nextPageToken"] = .string(
                SearchCursors.token(known ?? cursors.keep(cursor), offset: page.endIndex)
            )
        }
        answer["isLast"] = .bool(isLast)
        return .object(answer)
    }

    /// Finds the place that a search goes on from, or begins it; a cursor that is kept has a number.
    private func cursor(
        of search: SearchRequest,
        _ query: Query
    ) throws(RequestRefusal) -> (cursor: SearchCursors.Cursor, start: Int, number: Int?) {
        guard let token = search.pageToken else {
            let ids = try asking { site throws(QueryError) in
                try site.find(query, reconciled: search.reconciled)
            }
            return (
                SearchCursors.Cursor(query: search.query, ids: ids, reconciled: search.reconciled), 0, nil
            )
        }
        guard let found = cursors.find(token), found.cursor.query == search.query else {
            throw RequestRefusal(400, message: "The provided next page token is invalid for this query.")
        }
        return (found.cursor, found.offset, found.number)
    }

    /// The search of Data Center; Jira Cloud has removed it.
    private func oldSearch(_ search: SearchRequest, _ request: Request) throws(RequestRefusal) -> JSONValue {
        guard configuration.deployment == .datacenter else {
            throw RequestRefusal(
                410,
                message:
                    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. "
                    + "A full migration guideline is available at "
                    + "https://developer.atlassian.com/changelog/#CHANGE-2046"
            )
        }
        var query = try query(search.query)
        let strangers = query.removeStrangers { issue($0) != nil }
        guard strangers.isEmpty || !search.isValidated else { throw RequestRefusal(400, messages: strangers) }
        let found = query
        let ids =
            isAllowed("BROWSE_PROJECTS") && !request.isAnonymous
            ? try asking { site throws(QueryError) in try site.find(found) } : []
        // Names that are no fields give none; id and key come anyhow.
        let fields = FieldSelection(search.fields, default: "*navigable").withKey
        let size = min(max(0, search.size ?? 50), configuration.dataCenter.searchCap)
        let page = ids.dropFirst(search.start).prefix(size).compactMap { index.issues[$0] }
        return [
            "expand": "schema,names", "startAt": .integer(search.start), "maxResults": .integer(size),
            "total": .integer(ids.count),
            "issues": .array(
                page.map { render($0, fields: fields, request.version) }
            ),
        ]
    }
}

/// The parameters of a search, from the body or from the address.
struct SearchRequest: Sendable {
    var query: String
    var fields: [String]
    var properties: [String]
    var size: Int?
    var start: Int
    var pageToken: String?
    var reconciled: Set<Int>
    /// Whether issues that the query names have to exist.
    var isValidated: Bool

    init(_ body: JSONValue) {
        query = body["jql"]?.text ?? ""
        fields = body["fields"]?.texts ?? []
        properties = body["properties"]?.texts ?? []
        size = body["maxResults"]?.whole
        start = body["startAt"]?.whole ?? 0
        pageToken = body["nextPageToken"]?.text
        reconciled = Set((body["reconcileIssues"]?.elements ?? []).compactMap(\.whole))
        isValidated = body["validateQuery"]?.truth ?? true
    }

    init(_ request: Request) {
        query = request.parameter("jql") ?? ""
        fields = request.list("fields")
        properties = request.list("properties")
        size = request.parameter("maxResults").flatMap { Int($0) }
        start = request.parameter("startAt").flatMap { Int($0) } ?? 0
        pageToken = request.parameter("nextPageToken").flatMap { $0.isEmpty ? nil : $0 }
        reconciled = Set(request.list("reconcileIssues").compactMap { Int($0) })
        isValidated = request.parameter("validateQuery") != "false"
    }
}
