import Testing

@testable import JiraSandbox

@Suite struct QueryParserTests {
    @Test(
        arguments: [
            ("project = CCS", "project = CCS"),
            ("project = CCS AND labels in (a, \"b c\")", "(project = CCS AND labels in a,b c)"),
            ("a = 1 or", nil),
            (
                "status = Done or status != Done and not key = A-1",
                "(status = Done OR (status != Done AND NOT key = A-1))"
            ),
            (
                "(status = Done OR status = Open) AND !(key=A-1)",
                "((status = Done OR status = Open) AND NOT key = A-1)"
            ),
            ("resolution is EMPTY", "resolution is EMPTY"),
            ("resolution is not null", "resolution is not EMPTY"),
            ("updated >= 1732877091000", "updated >= 1732877091000"),
            ("updated >= -15m AND created < startOfDay()", "(updated >= -15m AND created < startofday())"),
            ("labels NOT IN (a)", "labels not in a"),
            ("summary ~ 'raw sql'", "summary ~ raw sql"),
            ("summary !~ \"say \\\"so\\\"\"", "summary !~ say \"so\""),
            ("resolution is Done", nil),
            ("project = ", nil),
            ("project CCS", nil),
            ("labels in a", nil),
            ("labels in (a", nil),
            ("(project = CCS", nil),
            ("project = CCS extra", nil),
            ("project = \"CCS", nil),
            ("status was Done", nil),
            ("unknown = 1", nil),
        ] as [(String, String?)]
    )
    func `reads what Jira reads and nothing else`(text: String, expected: String?) {
        let read = try? QueryParser.parse(text)
        #expect(read?.condition.map { describe($0) } == expected)
    }

    @Test func `reads an order of at most seven fields`() throws {
        let query = try QueryParser.parse("project = CCS ORDER BY created DESC, key")
        #expect(
            query.order == [
                .init(field: .created, isDescending: true), .init(field: .key, isDescending: false),
            ]
        )
        #expect(try QueryParser.parse("order by key").condition == nil)
        #expect(throws: QueryError("JQL can be ordered by at most 7 fields.")) {
            try QueryParser.parse(
                "project = A order by key, id, created, updated, summary, status, type, priority"
            )
        }
    }

    @Test func `names the place of an error`() {
        #expect(
            throws: QueryError(
                "Error in the JQL Query: Expecting either a value, list or function but got ')'. (line 1, character 11)"
            )
        ) { try QueryParser.parse("project = )") }
    }

    private func describe(_ condition: Query.Condition) -> String {
        switch condition {
        case .all(let parts): "(" + parts.map { describe($0) }.joined(separator: " AND ") + ")"
        case .any(let parts): "(" + parts.map { describe($0) }.joined(separator: " OR ") + ")"
        case .not(let part): "NOT " + describe(part)
        case .clause(let clause):
            "\(clause.field) \(clause.comparison.rawValue) "
                + clause.values.map(\.text).joined(separator: ",")
        }
    }
}
