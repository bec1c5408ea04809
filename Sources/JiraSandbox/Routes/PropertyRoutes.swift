extension Site {
    static let propertyRoutes = [
        Route("GET", "issue/{issue}/properties") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            let keys = issue.properties.keys.sorted().map { key -> JSONValue in
                [
                    "self": .string(site.propertyURL(key, of: issue.id, version: request.version)),
                    "key": .string(key),
                ]
            }
            return .json(["keys": .array(keys)])
        },
        Route("GET", "issue/{issue}/properties/{property}") {
            (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            guard let value = issue.properties[values[1]] else { throw Site.noSuchProperty }
            return .json(["key": .string(values[1]), "value": value])
        },
        Route("PUT", "issue/{issue}/properties/{property}") {
            (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            let value = try request.json()
            try Site.check(property: values[1], value)
            site.change(issue.id, touch: site.configuration.propertiesTouchUpdated) {
                $0.properties[values[1]] = value
            }
            let isNew = issue.properties[values[1]] == nil
            return .json(
                isNew ? ["message": "Property created."] : ["message": "Property updated."],
                status: isNew ? 201 : 200
            )
        },
        Route("DELETE", "issue/{issue}/properties/{property}") {
            (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            guard issue.properties[values[1]] != nil else { throw Site.noSuchProperty }
            site.change(issue.id, touch: site.configuration.propertiesTouchUpdated) {
                $0.properties[values[1]] = nil
            }
            return .empty(204)
        },
    ]

    private func propertyURL(_ key: String, of issue: Int, version: APIVersion) -> String {
        url("issue/\(issue)/properties/\(URLText.encode(key))", version)
    }

    private static var noSuchProperty: RequestRefusal {
        RequestRefusal(404, message: "The property with the specified key does not exist.")
    }

    private static func check(property key: String, _ value: JSONValue) throws(RequestRefusal) {
        guard !key.isEmpty, key.utf16.count <= 255 else {
            throw RequestRefusal(400, message: "The property key must be 1 to 255 characters long.")
        }
        guard value.bytes.count <= 32_768 else {
            throw RequestRefusal(400, message: "The property value must not be longer than 32768 characters.")
        }
    }

    /// The properties that ride on a create, edit or transition.
    func properties(_ list: JSONValue?) throws(RequestRefusal) -> [String: JSONValue] {
        var properties: [String: JSONValue] = [:]
        for property in list?.elements ?? [] {
            guard let key = property["key"]?.text, let value = property["value"] else {
                throw RequestRefusal(400, message: "A property needs a key and a value.")
            }
            try Self.check(property: key, value)
            properties[key] = value
        }
        return properties
    }
}
