/// The least that breaks a rule.
struct Breach: Sendable {
    /// The rule, as scripts/check-house prints it.
    let rule: String
    /// The beginning of what is told then.
    let told: String
    /// Breaks the rule in a copy of the checkout.
    let make: @Sendable (CheckoutCopy) throws -> Void

    private init(
        _ rule: String,
        told: String,
        _ make: @escaping @Sendable (CheckoutCopy) throws -> Void
    ) {
        (self.rule, self.told, self.make) = (rule, told, make)
    }

    /// Breaks a rule by a file.
    private init(_ rule: String, told: String? = nil, file: String, _ text: String) {
        self.init(rule, told: told ?? file) { try $0.write(text, to: file) }
    }

    static let all = sizes + names + words + outside

    private static let sizes = [
        Breach("files-in-folder", told: "Sources/JSON/More: 15 files") { copy in
            for number in 1...15 {
                try copy.write("// \(number)\n", to: "Sources/JSON/More/File\(number).swift")
            }
        },
        Breach(
            "file-lines",
            file: "Sources/JSON/Long.swift",
            String(repeating: "// A line.\n", count: 251)
        ),
        Breach(
            "function-lines",
            file: "Sources/JSON/Function.swift",
            "func long() {\n" + String(repeating: "    work()\n", count: 44) + "}\n"
        ),
        Breach(
            "nesting",
            file: "Sources/JSON/Deep.swift",
            """
            func deep() {
                if a {
                    if b {
                        if c {
                            if d {
                                if e { work() }
                            }
                        }
                    }
                }
            }

            """
        ),
        Breach(
            "unlabelled-parameters",
            file: "Sources/JSON/Parameters.swift",
            "func call(_ a: Int, _ b: Int, _ c: Int) {}\n"
        ),
        Breach(
            "protocol-size",
            file: "Sources/JSON/Large.swift",
            "protocol Large {\n" + (1...7).map { "    func call\($0)()\n" }.joined() + "}\n"
        ),
    ]

    private static let names = [
        Breach("extending-files", told: "JSON: 4 files extend Spread") { copy in
            try copy.write("struct Spread {}\n", to: "Sources/JSON/Spread.swift")
            for part in ["A", "B", "C", "D"] {
                try copy.write("extension Spread {}\n", to: "Sources/JSON/Spread+\(part).swift")
            }
        },
        Breach("type-names", told: "Twin: ") { copy in
            for target in ["JSON", "Hashing"] {
                try copy.write("public struct Twin {}\n", to: "Sources/\(target)/Twin.swift")
            }
        },
        Breach("suite-names", told: "Twin suite: ") { copy in
            for target in ["JSONTests", "HashingTests"] {
                try copy.write("@Suite struct `Twin suite` {}\n", to: "Tests/\(target)/TwinTests.swift")
            }
        },
        Breach(
            "case-comments",
            file: "Sources/JSON/Case.swift",
            "/// Row 9: the issue is open.\nlet number = 9\n"
        ),
        Breach(
            "named-steps",
            file: "Sources/Reconciliation/Plan/Named.swift",
            "let key = \"(new key)\"\n"
        ),
    ]

    private static let words = [
        Breach(
            "problem-places",
            file: "Sources/Workflow/Plan/Place.swift",
            "let place = Problem(.failure, \"It stands here\")\n"
        ),
        Breach(
            "final-stops",
            file: "Sources/Workflow/Plan/StopProblems.swift",
            "let stop = Problem(.failure, \"It ends here.\")\n"
        ),
        Breach("document-width", file: "docs/wide.md", String(repeating: "x", count: 161) + "\n"),
    ]

    private static let outside = [
        Breach("contracts", told: "Tests/Contracts/RowTableContract.swift is missing") {
            try $0.remove("Tests/Contracts/RowTableContract.swift")
        },
        Breach("system-calls", file: "Sources/JSON/Call.swift", "let file = open(\"x\", 0)\n"),
        Breach("one-version", told: "VERSION says 9.9.9") { try $0.write("9.9.9\n", to: "VERSION") },
        Breach("api-imports", file: "Sources/JiraAPI/Forbidden.swift", "import Workflow\n"),
    ]
}
