import JSON
import Reconciliation
import Testing
import Workflow

@Suite struct PlanDocumentTests {
    /// A plan with one of everything.
    static let plan: Plan = {
        let binding = Binding(
            lineage: "11111111-1111-4111-8111-111111111111",
            serial: 3,
            state: "0123456789012345678901234567890123456789",
            scope: Scope(
                site: "https://example.atlassian.net",
                project: "CCS",
                projectID: "10000",
                table: "audit/public.file_audit"
            ),
            configuration: sha256.digest("configuration")
        )
        var plan = Plan(binding: binding, refresh: .changes)
        plan.actions = [
            Action(
                .update,
                row: "2006",
                path: "src/ü \"quoted\".py",
                issue: IssueID(10_009),
                key: "CCS-9",
                reason: .other("the debt was rewritten"),
                precondition: Precondition(row: sha256.digest("row"), issue: sha256.digest("issue")),
                steps: [
                    .issue(.labels(from: [], to: ["a", "b"])),
                    .row(.set(column: "has_technical_debt", from: .bool(true), to: .null)),
                    .link(.rename(from: "2005\n\u{1F600}", to: "2006")),
                ]
            ),
            Action(.create, row: "2007", path: "b.py", reason: .other("has debt and no ticket")),
        ]
        plan.conflicts = [
            Conflict(
                row: "1",
                path: "c.py",
                issue: "CCS-1",
                field: "summary",
                base: nil,
                rowValue: "a",
                issueValue: "b",
                reason: "both changed",
                hint: "decide"
            )
        ]
        plan.findings = [Finding(.clone, row: "2", issue: "CCS-2", message: "A clone.")]
        plan.measures = Measures(
            rows: 6,
            rowsWithDebt: 5,
            openLinks: 4,
            missingRows: 3,
            missingIssues: 2,
            links: 1
        )
        plan.allow = ["max_close": 80, "max_create": 7]
        return plan
    }()

    static let document = PlanDocument(plan, expectedCalls: 4, tool: "audit-jira 0.1.0", digester: sha256)

    static func read(_ bytes: [UInt8]) throws(Problem) -> PlanDocument {
        try PlanDocument(reading: bytes, name: "plan.json", digester: sha256)
    }

    @Test func `comes back as it was written`() throws {
        #expect(try Self.read(Self.document.bytes) == Self.document)
    }

    @Test func `names a state that was lost, and has no such member without one`() throws {
        #expect(Self.document.json["binding"]?["lost"] == nil)
        var plan = Self.plan
        plan.binding.lineage = nil
        plan.binding.lost = "22222222-2222-4222-8222-222222222222"
        let document = PlanDocument(plan, expectedCalls: 4, tool: "audit-jira 0.1.0", digester: sha256)
        #expect(try Self.read(document.bytes) == document)
    }

    @Test func `writes the same plan as the same bytes`() {
        var again = Self.plan
        again.allow = [:]
        for (name, limit) in Self.plan.allow.reversed() { again.allow[name] = limit }
        let other = PlanDocument(again, expectedCalls: 4, tool: "audit-jira 0.1.0", digester: sha256)
        #expect(other.bytes == Self.document.bytes)
    }

    @Test func `seals the plan and its cost, not the tool`() {
        let seal = { (plan: Plan, calls: Int, tool: String) in
            PlanDocument(plan, expectedCalls: calls, tool: tool, digester: sha256).digest
        }
        var bolder = Self.plan
        bolder.allow["max_close"] = 81
        #expect(seal(Self.plan, 4, "audit-jira 9.9.9") == Self.document.digest)
        #expect(seal(Self.plan, 5, "audit-jira 0.1.0") != Self.document.digest)
        #expect(seal(bolder, 4, "audit-jira 0.1.0") != Self.document.digest)
    }

    @Test(arguments: [UInt8(1), 0x20, 0x80])
    func `refuses a changed byte, or it has no meaning`(_ mask: UInt8) {
        let bytes = Self.document.bytes
        var refused = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= mask
            do throws(Problem) {
                let read = try Self.read(changed)
                #expect(read.plan == Self.plan && read.expectedCalls == 4, "byte \(index) of \(bytes.count)")
                #expect(read.digest == Self.document.digest)
            } catch {
                refused += 1
                #expect(error.kind == .failure && error.summary.contains("plan.json"))
            }
        }
        #expect(refused > bytes.count / 3)
    }

    @Test func `refuses a file that ends too soon`() {
        let bytes = Self.document.bytes
        for count in 0..<(bytes.count - 1) {
            #expect(throws: Problem.self) { try Self.read(Array(bytes.prefix(count))) }
        }
    }

    @Test func `names the versions when the format is a later one`() {
        let error = #expect(throws: Problem.self) {
            try Self.read(Array(#"{"format": 2, "tool": "audit-jira 7.0.0", "plans": []}"#.utf8))
        }
        #expect(error?.summary == "plan.json is a plan of format 2; this version reads format 1")
        #expect(error?.hint?.contains("audit-jira 7.0.0") == true)
    }

    @Test(arguments: ["", "[]", "{}", "null", "plan", #"{"format": "1"}"#, #"{"format": 1.5}"#])
    func `refuses what is no plan`(_ text: String) {
        let error = #expect(throws: Problem.self) { try Self.read(Array(text.utf8)) }
        #expect(error?.summary.hasPrefix("plan.json is not a plan") == true)
    }

    @Test func `says what a sealed plan lacks`() throws {
        let json = try JSON(parsing: Self.document.bytes)
        var missing = 0
        for path in json.paths where path != ["format"] && path != ["tool"] && path != ["digest"] {
            let bytes = try Self.sealed(json.removing(path[...]))
            do throws(Problem) {
                _ = try Self.read(bytes)
                #expect(Self.mayBeMissing.contains(path.last ?? ""), "\(path)")
            } catch {
                missing += 1
                #expect(error.summary.contains(path.last ?? "?"), "\(path): \(error.summary)")
            }
        }
        #expect(missing > 40)
    }

    @Test func `refuses a sealed plan that holds more than it reads, and says where`() throws {
        var object = try #require(Self.document.json.object)
        object["more"] = 1
        let more = #expect(throws: Problem.self) { try Self.read(Self.sealed(.object(object))) }
        #expect(more?.summary.contains("plan.json is not a plan that can be read: more ") == true)
        object["more"] = nil
        var actions = try #require(object["actions"]?.array)
        var first = try #require(actions[0].object)
        first["issue"] = 7
        actions[0] = .object(first)
        object["actions"] = .array(actions)
        let other = #expect(throws: Problem.self) { try Self.read(Self.sealed(.object(object))) }
        #expect(other?.summary.contains("actions[0].issue ") == true)
    }

    @Test(arguments: [-1, Int.max, .min])
    func `refuses counts that nobody counted`(count: Int) throws {
        var object = try #require(Self.document.json.object)
        var measures = try #require(object["measures"]?.object)
        measures["missing_rows"] = .integer(count)
        object["measures"] = .object(measures)
        let error = #expect(throws: Problem.self) { try Self.read(Self.sealed(.object(object))) }
        #expect(error?.summary.contains("measures.missing_rows") == true)
    }

    /// Members that stand for nothing when they are null, or that follow from others.
    static let mayBeMissing: Set<String> = [
        "lineage", "state", "allow", "counts", "issue", "issue_id", "row", "base", "expected_calls",
        "max_close",
        "max_create", "update", "create",
    ]

    /// A document with a digest that fits.
    static func sealed(_ json: JSON) throws -> [UInt8] {
        var object = try #require(json.object)
        object["tool"] = nil
        object["digest"] = nil
        let digest = sha256.digest(JSON.object(object).serialized(.canonical))
        object["digest"] = .string(digest.description)
        return JSON.object(object).serialized(.pretty)
    }
}

extension JSON {
    /// The paths of all members of objects, those within lists included.
    fileprivate var paths: [[String]] {
        if let object {
            return zip(object.keys, object.values).flatMap { key, value in
                [[key]] + value.paths.map { [key] + $0 }
            }
        }
        return (array ?? []).enumerated().flatMap { index, value in value.paths.map { ["\(index)"] + $0 } }
    }

    /// The value without the member at a path.
    fileprivate func removing(_ path: ArraySlice<String>) -> JSON {
        guard let first = path.first else { return self }
        if var object {
            object[first] = path.count == 1 ? nil : object[first]?.removing(path.dropFirst())
            return .object(object)
        }
        guard var array, let index = Int(first) else { return self }
        array[index] = array[index].removing(path.dropFirst())
        return .array(array)
    }
}
