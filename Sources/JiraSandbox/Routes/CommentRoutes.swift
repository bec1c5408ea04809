extension Site {
    static let commentRoutes = [
        Route("GET", "issue/{issue}/comment") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            let page = Page(request, standard: 100, cap: 100)
            let isDescending = request.parameter("orderBy") == "-created"
            let comments = isDescending ? issue.comments.reversed() : issue.comments
            return .json([
                "startAt": .integer(page.start), "maxResults": .integer(page.size),
                "total": .integer(comments.count),
                "comments": .array(
                    page.slice(comments).map { site.render(comment: $0, of: issue.id, request.version) }
                ),
            ])
        },
        Route("POST", "issue/{issue}/comment") { (site, request, values) throws(RequestRefusal) in
            let issue = try site.visibleIssue(values[0], request)
            let comment = try site.newComment(try request.json()["body"], on: issue, version: request.version)
            site.change(issue.id) { $0.comments.append(comment) }
            return .json(site.render(comment: comment, of: issue.id, request.version), status: 201)
        },
        Route("GET", "issue/{issue}/comment/{comment}") { (site, request, values) throws(RequestRefusal) in
            let (issue, place) = try site.comment(values, request)
            return .json(site.render(comment: issue.comments[place], of: issue.id, request.version))
        },
        Route("PUT", "issue/{issue}/comment/{comment}") { (site, request, values) throws(RequestRefusal) in
            let (issue, place) = try site.comment(values, request)
            let edited = try site.newComment(try request.json()["body"], on: issue, version: request.version)
            site.change(issue.id) { stored in
                stored.comments[place].body = edited.body
                stored.comments[place].updated = edited.created
            }
            guard let stored = site.issue(values[0]) else { throw .noSuchIssue }
            return .json(site.render(comment: stored.comments[place], of: issue.id, request.version))
        },
        Route("DELETE", "issue/{issue}/comment/{comment}") { (site, request, values) throws(RequestRefusal) in
            let (issue, place) = try site.comment(values, request)
            site.change(issue.id) { $0.comments.remove(at: place) }
            return .empty(204)
        },
    ]

    private func comment(_ values: [String], _ request: Request) throws(RequestRefusal) -> (StoredIssue, Int)
    {
        let issue = try visibleIssue(values[0], request)
        guard let place = issue.comments.firstIndex(where: { String($0.id) == values[1] }) else {
            throw RequestRefusal(404, message: "Can not find a comment for the id: \(values[1]).")
        }
        return (issue, place)
    }

    private mutating func newComment(
        _ body: JSONValue?,
        on issue: StoredIssue,
        version: APIVersion
    ) throws(RequestRefusal) -> Comment {
        guard isAllowed("ADD_COMMENTS") else {
            throw RequestRefusal(400, message: "You do not have the permission to comment on this issue.")
        }
        guard let body, !body.isNull, body != "" else {
            throw RequestRefusal(field: "comment", "Comment body can not be empty!")
        }
        let text = try fieldEdit(issue, version).richText(body, field: "comment")
        let moment = now
        return Comment(id: nextNumber(), body: text, created: moment, updated: moment)
    }

    /// The comments that an edit or a transition adds under `update`.
    mutating func comments(
        in operations: JSONValue?,
        _ issue: StoredIssue,
        _ version: APIVersion
    ) throws(RequestRefusal) -> [Comment] {
        var comments: [Comment] = []
        for operation in operations?.elements ?? [] {
            comments.append(try newComment(operation["add"]?["body"], on: issue, version: version))
        }
        return comments
    }
}
