import Testing

@testable import JiraSandbox

@Suite struct QueryParserTests {
    @Test(arguments: [
        ("project = CCS", "project = CCS"),
        ("project = CCS AND labels in (a, \"b c\")", "(project = CCS AND labels in a,b c)"),
        ("a", nil),
    ] as [(String, String?)])
    func `reads what Jira reads`(text: String, expected: String?) throws {
        let read = try? QueryParser.parse(text)
        #expect(read?.condition.map { describe($0) } == expected)
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
