import Foundation

/// The parts of a plan file that the tests look at.
struct SavedPlan: Decodable, Sendable {
    /// One change that an action makes.
    struct Change: Decodable, Sendable {
        var side: String
        var field: String
        var from: PlannedValue
        var to: PlannedValue
    }

    /// One thing the plan will do.
    struct Action: Decodable, Sendable {
        var op: String
        var row: String
        var path: String
        var issue: String?
        var reason: String
        var changes: [Change]
        var via: [String]?
        var bulk: Bool?
        var error: Obstacle?
    }

    /// The obstacle of an action.
    struct Obstacle: Decodable, Sendable {
        var message: String
        var hint: String
    }

    /// A conflict that waits for a decision.
    struct Conflict: Decodable, Sendable {
        var row: String
        var issue: String
        var field: String
        var base: String?
        var rowValue: String
        var issueValue: String
        var reason: String
        var hint: String
    }

    /// A finding.
    struct Finding: Decodable, Sendable {
        var kind: String
        var row: String
        var issue: String?
        var message: String
    }

    var counts: [String: Int]
    var actions: [Action]
    var conflicts: [Conflict]
    var findings: [Finding]
    var expectedCalls: Int
    var allow: [String: Int]?
    var digest: String

    /// Reads a saved plan.
    init(reading path: String) throws { try self.init(Data(contentsOf: URL(filePath: path))) }

    /// Reads what `plan --json` printed.
    init(printed text: String) throws { try self.init(Data(text.utf8)) }

    private init(_ data: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: data)
    }
}

/// A value before or after a change.
enum PlannedValue: Decodable, Hashable, Sendable {
    case null
    case bool(Bool)
    case text(String)
    case list([String])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .bool(flag)
        } else if let list = try? value.decode([String].self) {
            self = .list(list)
        } else {
            self = try .text(value.decode(String.self))
        }
    }
}

extension SavedPlan {
    /// Everything that the plan says of a row, in a few words each: its operations in their order, what waits for a
    /// decision, and what was found.
    func says(of row: String) -> [String] {
        actions.filter { $0.row == row }.map(\.op)
            + conflicts.filter { $0.row == row }.map { "conflict \($0.field)" }
            + findings.filter { $0.row == row }.map { "finding \($0.kind)" }
    }

    /// The reasons of the plan for a row.
    func reasons(for row: String) -> [String] {
        actions.filter { $0.row == row }.map { "\($0.op) \($0.issue ?? ""): \($0.reason), \($0.changes)" }
            + conflicts.filter { $0.row == row }.map(\.reason)
            + findings.filter { $0.row == row }.map(\.message)
    }

    /// The changes of an operation for a row: side and field of each.
    func changes(of operation: String, for row: String) -> [String] {
        actions.filter { $0.op == operation && $0.row == row }
            .flatMap { $0.changes.map { "\($0.side) \($0.field)" } }
    }

    /// The rows that the plan says anything of, sorted.
    var rows: [String] {
        Set(actions.map(\.row) + conflicts.map(\.row) + findings.map(\.row)).sorted()
    }
}
