package import JSON

/// A search, page by page, in the form that each kind of Jira takes.
package struct IssueSearch: Hashable, Sendable {
    /// The query.
    package let jql: JQL
    /// The fields to ask for, by their ids.
    package let fields: [String]
    /// Issues in a page; Jira may give fewer.
    package let size: Int
    /// Whether issues that the query names and that do not exist are errors, and not just left out.
    ///
    /// Data Center alone can be told.
    package let isStrict: Bool

    /// Describes a search.
    package init(jql: JQL, fields: [String], size: Int, isStrict: Bool = true) {
        self.jql = jql
        self.fields = fields
        self.size = size
        self.isStrict = isStrict
    }

    /// The beginning of a page.
    package enum Place: Hashable, Sendable {
        /// That of the first one.
        case start
        /// Cloud's word for it.
        case token(String)
        /// The number of issues before it, as Data Center counts.
        case offset(Int)
    }

    /// A page of what a search finds.
    package struct Page: Sendable {
        /// The issues.
        package var issues: [JSON]
        /// The beginning of the next page; nil after the last one.
        package var next: Place?
        /// The number of issues on all pages; nil where Jira does not say.
        package var total: Int?
        /// The answer that it was read off.
        package var answer: JiraAnswer
    }

    /// Returns the call that asks for a page.
    package func call(_ version: RESTVersion, at place: Place) -> JiraCall {
        var body: JSONObject = ["jql": .string(jql.text), "fields": .array(fields.map(JSON.string))]
        body["maxResults"] = .integer(size)
        switch place {
        case .start: break
        case .token(let token): body["nextPageToken"] = .string(token)
        case .offset(let offset): body["startAt"] = .integer(offset)
        }
        guard version == .two else { return .query("/search/jql", .object(body)) }
        if !isStrict { body["validateQuery"] = false }
        return .query("/search", .object(body))
    }

    /// Reads a page.
    ///
    /// A short page is no sign of the end: Jira may give fewer issues than were asked for.
    ///
    /// - Throws: A failure when it is none, or not the one that was asked for.
    package func page(
        _ answer: JiraAnswer,
        _ version: RESTVersion,
        at place: Place
    ) throws(JiraFailure) -> Page {
        let issues = try answer.list("issues")
        if version == .two {
            guard let total = answer.json?["total"]?.integer else {
                let message = "Jira's answer does not say how many there are."
                throw JiraFailure(.nonsense, message, call: answer.call)
            }
            let start = if case .offset(let offset) = place { offset } else { 0 }
            guard answer.json?["startAt"]?.integer ?? start == start else { throw Self.circle(answer.call) }
            let end = start + issues.count
            let isLast = end >= total || size == 0
            return Page(issues: issues, next: isLast ? nil : .offset(end), total: total, answer: answer)
        }
        let isLast = answer.json?["isLast"]?.bool == true
        let token = isLast ? nil : answer.json?["nextPageToken"]?.string
        return Page(issues: issues, next: token.map(Place.token), answer: answer)
    }

    /// The failure of a search whose pages never end.
    fileprivate static func circle(_ call: String) -> JiraFailure {
        JiraFailure(
            .nonsense,
            "Jira's search goes round in circles: a page is empty or comes again.",
            call: call
        )
    }
}

extension JiraConnection {
    /// Asks for one page of a search.
    package func page(
        of search: IssueSearch,
        at place: IssueSearch.Place = .start
    ) async throws(JiraFailure) -> IssueSearch.Page {
        let version = version ?? .three
        return try search.page(try await send(search.call(version, at: place)), version, at: place)
    }

    /// Asks for all pages of a search, or for the first ones.
    package func issues(
        of search: IssueSearch,
        pages: Int = .max
    ) async throws(JiraFailure) -> (issues: [JSON], answer: JiraAnswer) {
        var issues: [JSON] = []
        var places: Set<IssueSearch.Place> = []
        var place = IssueSearch.Place.start
        while true {
            let page = try await page(of: search, at: place)
            issues += page.issues
            guard let next = page.next else { return (issues, page.answer) }
            guard !page.issues.isEmpty, places.insert(next).inserted else {
                throw IssueSearch.circle(page.answer.call)
            }
            place = next
            if places.count >= pages { return (issues, page.answer) }
        }
    }
}
