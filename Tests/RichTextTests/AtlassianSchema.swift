import Foundation
import JSON
import TestSupport

/// The schema that Atlassian publishes, where a machine has it and a validator for it.
enum AtlassianSchema {
    private static let path = TestData.path("reference/jira/adf/adf-full.json")

    static let isThere: Bool =
        FileManager.default.fileExists(atPath: path)
        && (try? runBlocking("python3", ["-W", "ignore", "-c", "import jsonschema"]))?.status == 0

    /// Returns what the validator finds wrong, a line for each document, or an empty text.
    static func violations(in documents: [JSON]) async throws -> String {
        let script = """
            import json, sys, jsonschema
            validator = jsonschema.Draft4Validator(json.load(open("\(path)")))
            for index, line in enumerate(sys.stdin):
                for error in list(validator.iter_errors(json.loads(line)))[:1]:
                    print("document", index, str(error)[:300])
            """
        let input = documents.map { $0.text() + "\n" }.joined()
        let outcome = try await run("python3", ["-W", "ignore", "-c", script], input: input)
        return outcome.stdout + outcome.stderr
    }
}
