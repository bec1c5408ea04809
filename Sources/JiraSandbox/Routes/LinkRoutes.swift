extension Site {
    static let linkRoutes = [
        Route("POST", "issueLink") { (site, request, _) throws(RequestRefusal) in
            try site.link(try request.json(), request)
            return .empty(201)
        },
        Route("GET", "issueLink/{link}") { (site, request, values) throws(RequestRefusal) in
            let link = try site.link(values[0])
            guard let inward = site.issues[link.inward], let outward = site.issues[link.outward] else {
                throw .noSuchIssue
            }
            return .json([
                "id": .string(String(link.id)),
                "self": .string(site.url("issueLink/\(link.id)", request.version)),
                "type": site.render(linkType: link.type, request.version),
                "inwardIssue": site.render(linked: inward, request.version),
                "outwardIssue": site.render(linked: outward, request.version),
            ])
        },
        Route("DELETE", "issueLink/{link}") { (site, _, values) throws(RequestRefusal) in
            let link = try site.link(values[0])
            site.links[link.id] = nil
            for issue in [link.inward, link.outward] {
                site.change(issue) { $0.links.removeAll { $0 == link.id } }
            }
            return .empty(204)
        },
        Route("GET", "issue/{issue}/remotelink") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            guard let globalId = request.parameter("globalId") else {
                return .json(.array(issue.remoteLinks.map { site.render($0, of: issue.id, request.version) }))
            }
            guard let link = issue.remoteLinks.first(where: { $0.globalId == globalId }) else {
                throw RequestRefusal(404, message: "No remote link with the given global id could be found.")
            }
            return .json(site.render(link, of: issue.id, request.version))
        },
        Route("POST", "issue/{issue}/remotelink") { (site, request, values) throws(RequestRefusal) in
            try site.putRemoteLink(
                try site.visibleIssue(values[0], request),
                try request.json(),
                version: request.version
            )
        },
        Route("DELETE", "issue/{issue}/remotelink") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            guard let globalId = request.parameter("globalId"),
                issue.remoteLinks.contains(where: { $0.globalId == globalId })
            else {
                throw RequestRefusal(404, message: "No remote link with the given global id could be found.")
            }
            site.change(issue.id) { $0.remoteLinks.removeAll { $0.globalId == globalId } }
            return .empty(204)
        },
    ]

    private func link(_ id: String) throws(RequestRefusal) -> IssueLink {
        guard let link = Int(id).flatMap({ links[$0] }) else {
            throw RequestRefusal(404, message: "No issue link with id '\(id)' exists.")
        }
        return link
    }

    /// Links two issues; linking them a second time in the same way does nothing.
    private mutating func link(_ body: JSONValue, _ request: Request) throws(RequestRefusal) {
        guard catalog.hasLinks else { throw .noLinking }
        guard isAllowed("LINK_ISSUES") else {
            // Atlassian's document of Cloud says 404; Data Center says 401 to a caller whom it knows well.
            let status = configuration.deployment == .cloud ? 404 : 401
            throw RequestRefusal(status, message: "No Link Issue Permission for the issues.")
        }
        let wanted = body["type"]
        let type = catalog.linkTypes.first {
            $0.name == wanted?["name"]?.text || $0.id == wanted?["id"]?.identifier
        }
        guard let type else {
            throw RequestRefusal(
                404,
                message: "No issue link type with name '\(wanted?["name"]?.text ?? "")' found."
            )
        }
        let inward = try linked(body["inwardIssue"], request)
        let outward = try linked(body["outwardIssue"], request)
        guard inward.id != outward.id else {
            throw RequestRefusal(400, message: "You cannot link an issue to itself.")
        }
        let isKnown = inward.links.contains { number in
            guard let link = links[number] else { return false }
            return link.type == type && link.inward == inward.id && link.outward == outward.id
        }
        guard !isKnown else { return }
        let id = nextNumber()
        links[id] = IssueLink(id: id, type: type, inward: inward.id, outward: outward.id)
        for (one, other, words) in [(inward, outward, type.outward), (outward, inward, type.inward)] {
            let item = IssueHistoryChange.Item(
                field: "Link",
                fieldId: nil,
                from: nil,
                fromText: nil,
                to: other.key,
                toText: "This issue \(words) \(other.key)"
            )
            change(one.id, items: [item]) { $0.links.append(id) }
        }
    }

    /// As in Jira, the issue that a link goes out from comes as `inwardIssue`.
    private func linked(_ value: JSONValue?, _ request: Request) throws(RequestRefusal) -> StoredIssue {
        try visibleIssue(value?["key"]?.text ?? value?["id"]?.identifier ?? "", request)
    }

    private func render(_ link: RemoteLink, of issue: Int, _ version: APIVersion) -> JSONValue {
        var members = JSONMembers()
        members["id"] = .integer(link.id)
        members["self"] = .string(url("issue/\(issue)/remotelink/\(link.id)", version))
        members["globalId"] = .string(link.globalId)
        members["application"] = link.application ?? [:]
        members["relationship"] = link.relationship.map { .string($0) }
        members["object"] = link.object
        return .object(members)
    }

    /// Makes a remote link, or replaces the one of the same global id.
    private mutating func putRemoteLink(
        _ issue: StoredIssue,
        _ body: JSONValue,
        version: APIVersion
    ) throws(RequestRefusal) -> Answer {
        guard let object = body["object"], object["url"]?.text != nil else {
            throw RequestRefusal(field: "url", "'url' is required.")
        }
        guard object["title"]?.text != nil else {
            throw RequestRefusal(field: "title", "'title' is required.")
        }
        let globalId = body["globalId"]?.text
        guard (globalId ?? "").utf16.count <= 255 else {
            throw RequestRefusal(field: "globalId", "The global id must not be longer than 255 characters.")
        }
        let known = issue.remoteLinks.first { globalId != nil && $0.globalId == globalId }
        let id = known?.id ?? nextNumber()
        let link = RemoteLink(
            id: id,
            globalId: globalId ?? "sandbox-\(id)",
            object: object,
            relationship: body["relationship"]?.text,
            application: body["application"]
        )
        change(issue.id) { stored in
            stored.remoteLinks.removeAll { $0.id == id }
            stored.remoteLinks.append(link)
        }
        return .json(
            ["id": .integer(id), "self": .string(url("issue/\(issue.id)/remotelink/\(id)", version))],
            status: known == nil ? 201 : 200
        )
    }
}
