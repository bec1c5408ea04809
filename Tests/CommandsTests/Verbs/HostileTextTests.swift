import Reconciliation
import TestSupport
import Testing
import Workflow

@testable import Commands

@Suite struct HostileTextTests {
    private static let sample = """
        version: 1
        database: {table: a.b, columns: {key: id}, also: [layer, teams]}
        jira: {project: CCS, url: "https://bakery.example"}
        mapping:
          summary: "{{file_path}} {{#teams}}{{.}}{{/teams}}"
          description: |
            {{technical_debt}} {{uppercased(layer)}} {{^layer}}none{{/layer}}
          labels: [a, "b-{{layer}}"]
          priority: {from: layer, values: {"1": High}}
        row_updates: {on_resolved: {layer: "{{resolution_date}}"}}
        """

    @Test(arguments: 0..<8)
    func `a spoilt configuration is read or refused, and never more`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = Array(Self.sample.utf8)
        let spoils = Array("{}[]:,#&*!|>'\"%@`-? \n\t.()/^$=<x1\u{7f}".utf8)
        var outcomes: Set<Bool> = []
        for _ in 0..<300 {
            var spoilt = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<spoilt.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: spoilt.remove(at: place)
                case 1: spoilt.insert(spoils.randomElement(using: &generator) ?? 0, at: place)
                default: spoilt[place] = spoils.randomElement(using: &generator) ?? 0
                }
            }
            do throws(Problem) {
                let configuration = try Configuration(
                    String(decoding: spoilt, as: UTF8.self),
                    path: "/x/a.yaml"
                )
                let fields = configuration.settings(CommandContext.digester).mapping.render(
                    MemoryCommandSystem.row(1)
                )
                #expect(fields["summary"] != nil)
                outcomes.insert(true)
            } catch {
                #expect(error.kind == .usage && error.summary.hasPrefix("a.yaml"))
                outcomes.insert(false)
            }
        }
        #expect(outcomes == [true, false])
    }

    @Test(arguments: 0..<4)
    func `whatever a row says becomes fields that Jira takes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "{{file_path}}", "\n", "\r\n", " ", "\u{202e}", "\u{0}", "é", "e\u{301}", "👩‍👩‍👧‍👦", "]]>", "<b>", "\\",
            "\"", "a",
            String(repeating: "long ", count: 60), "\u{feff}", "\u{2028}",
        ]
        let mapping = try Configuration(Self.sample, path: "/x/a.yaml").settings(CommandContext.digester)
            .mapping
        for _ in 0..<300 {
            let texts = (0..<3).map { _ in
                (0..<Int.random(in: 0...12, using: &generator))
                    .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            }
            let row = Row(
                key: RowKey(texts[0]),
                path: texts[0],
                debt: true,
                text: texts[1],
                tickets: nil,
                also: [.text(texts[2]), .list(texts)]
            )
            let fields = mapping.render(row)
            guard case .text(let summary) = fields["summary"], case .list(let labels) = fields["labels"]
            else {
                Issue.record("there is no summary or no list of labels")
                continue
            }
            #expect(!summary.isEmpty && summary.utf16.count <= 255 && !summary.contains(where: \.isNewline))
            #expect(summary.first?.isWhitespace == false && summary.last?.isWhitespace == false)
            #expect(labels.contains(Marker.name) && Set(labels).count == labels.count)
            #expect(
                labels.allSatisfy {
                    !$0.isEmpty && $0.utf16.count <= 255 && !$0.contains(where: \.isWhitespace)
                }
            )
            #expect(fields == mapping.render(row))
        }
    }
}
