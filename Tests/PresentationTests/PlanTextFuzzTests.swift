import Hashing
import JSON
import Presentation
import Reconciliation
import TestSupport
import Testing
import Workflow

/// Plans with any values in them: whatever can be read can also be shown.
@Suite struct PlanTextFuzzTests {
    private static let digester = Digester { Digest(words: SHA256.words(of: $0)) }

    @Test func `a plan of any values is shown in every form`() async throws {
        let tests = PresentationTests()
        let json = PlanDocument(tests.plan(), expectedCalls: 3, tool: "t", digester: Self.digester).json
        await FuzzLoop("sealed plan, shown", rounds: 800).run { mutator in
            Self.renamed(mutator.spoil(json), &mutator)
        } check: { json in
            guard var object = json.object else { return nil }
            (object["tool"], object["digest"]) = (nil, nil)
            let digest = Self.digester.digest(JSON.object(object).serialized(.canonical))
            object["digest"] = .string(digest.description)
            let bytes = JSON.object(object).serialized()
            let document: PlanDocument
            do throws(Problem) {
                document = try PlanDocument(reading: bytes, name: "plan.json", digester: Self.digester)
            } catch { return nil }
            let refusals = Guards().refusals(of: document.plan, allowing: document.plan.allow)
            let text = PlanText(document, refusals: refusals).text
            let markdown = PlanMarkdown(document, refusals: refusals, budget: 3000).text
            let page = PlanHTML(document, refusals: refusals).text
            let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
            if controls.contains(where: { $0 != "\n" && $0 != "\t" }) {
                return "a control character reaches the terminal"
            }
            if markdown.utf16.count > 3000 { return "the Markdown has \(markdown.utf16.count) characters" }
            return page.contains("</html>") ? nil : "the page has no end"
        }
    }

    /// Gives fields odd names now and then: those that a plan has most of.
    private static func renamed(_ json: JSON, _ mutator: inout Mutator) -> JSON {
        if let list = json.array { return .array(list.map { renamed($0, &mutator) }) }
        guard let object = json.object else { return json }
        let members = object.map { key, value -> (String, JSON) in
            guard key == "field", mutator.below(8) == 0 else { return (key, renamed(value, &mutator)) }
            return (key, .string(mutator.text()))
        }
        return .object(JSONObject(members))
    }
}
