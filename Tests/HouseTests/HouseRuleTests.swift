import Foundation
import TestSupport
import Testing

/// The rules of scripts/check-house, each broken once in a copy of the checkout.
@Suite struct HouseRuleTests {
    @Test func `the checkout keeps every rule`() async throws {
        let (result, counts) = try await CheckoutCopy().check()
        #expect(result.status == 0, "\(result)")
        #expect(counts.values.allSatisfy { $0 == 0 }, "\(result)")
    }

    @Test func `a breach of each rule is told`() async throws {
        let copy = try await CheckoutCopy()
        let before = try await copy.check()
        for breach in Breach.all { try breach.make(copy) }
        let after = try await copy.check()
        #expect(after.result.status == 1)
        for breach in Breach.all {
            let line = "\n\(breach.rule): \(breach.told)"
            #expect(!before.result.stderr.contains(line), "\(line)")
            #expect(after.result.stderr.contains(line), "\(line)\n\(after.result)")
        }
        #expect(Set(Breach.all.map(\.rule)) == Set(after.counts.keys), "a rule is broken by no test")
        for (rule, count) in after.counts { #expect(count > 0, "\(rule)") }
    }

    @Test func `an exception that nothing needs is a breach, and so is one of an unknown rule`() async throws
    {
        let copy = try await CheckoutCopy()
        let list = "scripts/house.d/exceptions"
        try copy.append("file_lines: Sources/None.swift: it is gone\nno_such_rule: x: y\n", to: list)
        let result = try await copy.check("--rule", "file-lines").result
        #expect(result.status == 1)
        #expect(result.stderr.contains("file-lines: exceptions: Sources/None.swift is needed no more"))
        #expect(result.stderr.contains("exceptions: there is no rule no_such_rule"))
    }

    @Test func `an exception lets a breach pass`() async throws {
        let copy = try await CheckoutCopy()
        let before = try await copy.check("--rule", "file-lines").counts
        try copy.write(String(repeating: "// A line.\n", count: 251), to: "Sources/JSON/Long.swift")
        try copy.append("file_lines: Sources/JSON/Long.swift: a test\n", to: "scripts/house.d/exceptions")
        #expect(try await copy.check("--rule", "file-lines").counts == before)
    }
}

/// The checkout without what was built, in a folder of its own.
final class CheckoutCopy {
    private static let root = URL(filePath: #filePath).pathComponents.dropLast(3).joined(separator: "/")
        .replacing("//", with: "/")
    private let folder: TemporaryDirectory

    init() async throws {
        folder = try TemporaryDirectory(named: "aj-house")
        let parts = ["Sources", "Tests", "docs", "scripts", "CHANGELOG.md", "README.md", "VERSION"]
            .map { "\(Self.root)/\($0)" }
            .filter { FileManager.default.fileExists(atPath: $0) }
        let copied = try await run("cp", ["-a", "--reflink=auto"] + parts + [folder.path])
        try #require(copied.status == 0, "\(copied)")
    }

    /// Runs the copy's own check, and returns what it printed and the breaches of each rule.
    func check(_ options: String...) async throws -> (result: ProgramResult, counts: [String: Int]) {
        let script = folder.path("scripts/check-house")
        let result = try await run("python3", [script, "--root", folder.path] + options)
        var counts: [String: Int] = [:]
        for line in result.stdout.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2)
            if words.count > 1 { counts[String(words[0].dropLast())] = Int(words[1]) }
        }
        return (result, counts)
    }

    func write(_ text: String, to path: String) throws { try folder.write(text, to: path) }

    func append(_ text: String, to path: String) throws {
        try folder.write(folder.read(path) + text, to: path)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: folder.path(path)) }
}
