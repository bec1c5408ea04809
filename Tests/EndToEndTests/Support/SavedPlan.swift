import Foundation

/// The parts of a plan file that the tests look at.
struct SavedPlan: Decodable, Sendable {
    /// One change that an action makes.
    struct Change: Decodable, Sendable {
        var side: String
        var field: String
    }

    /// One thing the plan will do.
    struct Action: Decodable, Sendable {
        var op: String
        var row: String
        var issue: String?
        var changes: [Change]
    }

    /// What waits for a decision.
    struct Conflict: Decodable, Sendable {
        var row: String
        var issue: String
        var field: String
        var reason: String
        var hint: String
    }

    /// What a person should know.
    struct Finding: Decodable, Sendable {
        var kind: String
        var row: String
        var message: String
    }

    var counts: [String: Int]
    var actions: [Action]
    var conflicts: [Conflict]
    var findings: [Finding]
    var expectedCalls: Int
    var digest: String

    /// Reads a saved plan.
    init(reading path: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
    }
}
