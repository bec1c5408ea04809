import JSON
import Reconciliation
import Testing
import Workflow

@testable import Jira

/// The meaning of fields' names.
@Suite struct FieldDirectoryTests {
    private func field(_ id: String, _ name: String, only project: String? = nil) -> JSON {
        var field: JSONObject = ["id": .string(id), "name": .string(name)]
        if let project { field["scope"] = ["type": "PROJECT", "project": ["id": .string(project)]] }
        return .object(field)
    }

    private func ids(
        of names: [FieldName],
        _ more: [JSON] = []
    ) throws -> [FieldName: FieldName] {
        let fields =
            [
                field("summary", "Zusammenfassung"), field("duedate", "Due date"),
                field("components", "Components"), field("customfield_1", "File path"),
                field("customfield_2", "Size"), field("customfield_3", "size"),
                field("customfield_4", "Team"), field("customfield_5", "Team"),
            ] + more
        return try #require(FieldDirectory(.array(fields), project: "100")).ids(of: names)
    }

    private func problem(_ names: [FieldName]) -> Problem? {
        do {
            _ = try ids(of: names)
            return nil
        } catch {
            return error as? Problem
        }
    }

    @Test(arguments: [
        ("File path", "customfield_1"), ("  file   PATH ", "customfield_1"), ("components", "components"),
        ("Components", "components"), ("due Date", "duedate"), ("Size", "customfield_2"),
        ("size", "customfield_3"), ("customfield_99", "customfield_99"), ("summary", "summary"),
        ("CUSTOMFIELD_1", "customfield_1"),
    ])
    func `a name means its field, however it is written`(name: FieldName, id: FieldName) throws {
        #expect(try ids(of: [name]) == [name: id])
    }

    @Test func `a name that means nothing is told with those that are near`() {
        let typo = problem(["Flie path"])
        #expect(typo?.kind == .usage)
        #expect(
            typo?.summary
                == "mapping.fields: Jira has no field \"Flie path\" that the account can see; did you mean \"File path\"?"
        )
        #expect(problem(["Path"])?.summary.contains("did you mean \"File path\"?") == true)
        #expect(problem(["Weather"])?.summary.hasSuffix("that the account can see") == true)
        #expect(problem(["Weather"])?.hint?.contains("customfield_") == true)
    }

    @Test func `a name that several fields share is told with their ids`() {
        let shared = problem(["Team"])
        #expect(shared?.kind == .usage)
        #expect(
            shared?.summary
                == "mapping.fields: Jira has 2 fields named \"Team\": customfield_4, customfield_5"
        )
        #expect(problem(["SIZE"])?.summary.contains("customfield_2, customfield_3") == true)
    }

    @Test func `a field of another project does not count`() throws {
        let other = field("customfield_7", "Owner", only: "200")
        let own = field("customfield_8", "Owner", only: "100")
        #expect(try ids(of: ["Owner"], [other, own]) == ["Owner": "customfield_8"])
    }

    @Test func `one field is not mapped twice, nor one that has a key of its own`() {
        let twice = problem(["customfield_1", "File path"])
        #expect(
            twice?.summary
                == "mapping.fields: \"customfield_1\" and \"File path\" are one field (customfield_1)"
        )
        #expect(problem(["Components", "components"])?.summary.contains("are one field") == true)
        #expect(problem(["Zusammenfassung"])?.hint == "Write mapping.summary in its place")
    }

    @Test(arguments: [
        ("summary", true), ("priority", true), ("duedate", true), ("customfield_10010", true),
        ("customfield_", false), ("customfield_1a", false), ("components", false), ("File path", false),
    ])
    func `only what is surely an id needs no asking`(name: FieldName, isID: Bool) {
        #expect(FieldDirectory.isID(name) == isID)
    }
}
