import JiraAPI
import TestSupport
import Testing

@testable import JiraSandbox

/// Queries with any text in them: each has one meaning, that its parts say.
@Suite struct QueryFuzzTests {
    @Test func `whatever text goes into a query, it comes out of it as one value`() async {
        await FuzzLoop("JQL", rounds: 3000).run { mutator in
            mutator.below(3) == 0
                ? String(decoding: mutator.spoil(Array("a\" OR project = \"X\\".utf8)), as: UTF8.self)
                : mutator.text()
        } check: { text in
            let jql = (JQL.project(text) && .label(text) && .updated(since: 7)).oldestFirst
            let query = try QueryParser.parse(jql.text)
            guard case .all(let conditions) = query.condition, conditions.count == 3, query.order.count == 2
            else { return "it is read as \(query)" }
            for condition in conditions.prefix(2) {
                guard case .clause(let clause) = condition, clause.comparison == .equals,
                    clause.values.count == 1, case .quoted(let value) = clause.values[0],
                    value.unicodeScalars.elementsEqual(text.unicodeScalars)
                else { return "it is read as \(condition)" }
            }
            return nil
        }
    }
}
