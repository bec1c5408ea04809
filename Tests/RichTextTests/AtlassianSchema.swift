import Foundation
import JSON

/// The schema that Atlassian publishes, where a machine has it and a validator for it.
enum AtlassianSchema {
    private static let path = TestData.path("reference/jira/adf/adf-full.json")

    static let isThere: Bool =
        FileManager.default.fileExists(atPath: path) && (try? run("import jsonschema", "")) == ""

    /// Returns what the validator finds wrong, a line for each document, or an empty text.
    static func violations(in documents: [JSON]) throws -> String {
        let script = """
            import json, sys, jsonschema
            validator = jsonschema.Draft4Validator(json.load(open("\(path)")))
            for index, line in enumerate(sys.stdin):
                for error in list(validator.iter_errors(json.loads(line)))[:1]:
                    print("document", index, str(error)[:300])
            """
        return try run(script, documents.map { $0.text() + "\n" }.joined())
    }

    /// Runs a Python program and returns what it writes; files carry both ways and have no limits.
    private static func run(_ script: String, _ input: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "richtext-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("output")
        try Data(input.utf8).write(to: folder.appendingPathComponent("input"))
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-W", "ignore", "-c", script]
        process.standardInput = try FileHandle(forReadingFrom: folder.appendingPathComponent("input"))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
