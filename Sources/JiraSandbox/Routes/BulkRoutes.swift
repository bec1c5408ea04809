extension Site {
    static let bulkRoutes = [
        Route("POST", "issue/bulk") { (site, request, _) throws(RequestRefusal) in
            try site.createMany(try request.json(), request.version)
        },
        Route("POST", "issue/bulkfetch", anonymous: .answered, only: .cloud) {
            (site, request, _) throws(RequestRefusal) in
            .json(try site.fetchMany(try request.json(), request))
        },
    ]

    private mutating func createMany(
        _ body: JSONValue,
        _ version: APIVersion
    ) throws(RequestRefusal) -> Answer {
        guard let updates = body["issueUpdates"]?.elements, !updates.isEmpty else {
            return Self.refusedCreate("The list of issues to create is empty.")
        }
        guard updates.count <= 50 || configuration.deployment == .datacenter else {
            return Self.refusedCreate("The number of issues to create must not be more than 50.")
        }
        var created: [JSONValue] = []
        var errors: [JSONValue] = []
        for (place, update) in updates.enumerated() {
            do {
                created.append(try create(update, version))
            } catch {
                errors.append([
                    "status": .integer(error.status), "elementErrors": error.collection,
                    "failedElementNumber": .integer(place),
                ])
            }
        }
        return .json(
            ["issues": .array(created), "errors": .array(errors)],
            status: created.isEmpty ? 400 : 201
        )
    }

    /// The refusal of a whole bulk create, in the shape that Atlassian gives for its 400.
    private static func refusedCreate(_ reason: String) -> Answer {
        .json(
            [
                "issues": [],
                "errors": [
                    ["status": 400, "elementErrors": RequestRefusal(400, message: reason).collection]
                ],
            ],
            status: 400
        )
    }

    private func fetchMany(_ body: JSONValue, _ request: Request) throws(RequestRefusal) -> JSONValue {
        guard let names = body["issueIdsOrKeys"]?.elements?.compactMap(\.identifier), !names.isEmpty else {
            throw RequestRefusal(400, message: "The list of issue ids or keys must not be empty.")
        }
        let properties = body["properties"]?.texts ?? []
        guard properties.count <= 5 else {
            throw RequestRefusal(400, message: "The number of properties must not be more than 5.")
        }
        let fields = FieldSelection(body["fields"]?.texts ?? [], default: "*navigable")
        let limit = isLight(fields, expand: body["expand"]) ? 1000 : 100
        guard names.count <= limit else {
            throw RequestRefusal(
                400,
                message: "The number of issues to fetch must not be more than \(limit)."
            )
        }
        let isBlind = request.isAnonymous || !isAllowed("BROWSE_PROJECTS")
        let ids = Set(names.compactMap { issue($0)?.id }).sorted()
        let found = isBlind ? [] : ids.compactMap { issues[$0] }
        return [
            "issues": .array(
                found.map { render($0, fields: fields, properties: properties, request.version) }
            ),
            "issueErrors": [],
        ]
    }

    /// Whether a bulk fetch asks for little enough of each issue that it may name a thousand of them.
    private func isLight(_ fields: FieldSelection, expand: JSONValue?) -> Bool {
        let heavy: Set = [
            "changelog", "editmeta", "operations", "renderedFields", "transitions",
            "versionedRepresentations",
        ]
        return fields.namesFields && fields.count <= 100 && !fields.isEverything
            && !fields.names(anyOf: ["comment", "worklog", "attachment"])
            && heavy.isDisjoint(with: expand?.texts ?? [])
    }
}
