public import JSON
public import Reconciliation

/// A plan as it is saved for review: the plan, what it costs, and the digest that seals it.
public struct PlanDocument: Hashable, Sendable {
    /// The format that this version writes, and the latest that it reads.
    public static let format = 1

    /// The plan.
    public var plan: Plan
    /// How many API calls applying it makes when nothing goes wrong.
    public var expectedCalls: Int
    /// The tool and version that made it; not sealed.
    public var tool: String
    /// The digest over everything but itself and `tool`.
    public let digest: Digest

    /// Seals a plan.
    public init(_ plan: Plan, expectedCalls: Int, tool: String, digester: Digester) {
        self.plan = plan
        self.expectedCalls = expectedCalls
        self.tool = tool
        let body = PlanEncoding.body(of: plan, expectedCalls: expectedCalls)
        self.digest = digester.digest(JSON.object(body).serialized(.canonical))
    }

    /// The document as JSON, in the order in which people read it.
    public var json: JSON {
        let body = PlanEncoding.body(of: plan, expectedCalls: expectedCalls)
        var object: JSONObject = ["format": .integer(Self.format), "tool": .string(tool)]
        for (key, value) in body where key != "format" { object[key] = value }
        object["digest"] = .string(digest.description)
        return .object(object)
    }

    /// The bytes of the saved file: indented JSON and a last newline.
    public var bytes: [UInt8] { json.serialized(.pretty) + [0x0a] }

    /// Reads a saved plan, and checks its seal.
    ///
    /// - Parameters:
    ///   - bytes: The file's bytes.
    ///   - name: The file's name, for messages.
    ///   - digester: SHA-256.
    /// - Throws: A `Problem` when it is not a plan, of a later format, or changed since it was made.
    public init(reading bytes: [UInt8], name: String, digester: Digester) throws(Problem) {
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            throw Problem(
                .failure,
                "\(name) is not a plan: \(error)",
                hint: "Make one with audit-jira plan --out FILE"
            )
        }
        guard var object = json.object, let format = object["format"]?.integer else {
            throw Problem(
                .failure,
                "\(name) is not a plan: it has no format",
                hint: "Make one with audit-jira plan --out FILE"
            )
        }
        guard format == Self.format else {
            throw Problem(
                .failure,
                "\(name) is a plan of format \(format); this version reads format \(Self.format)",
                hint: "Use the version that made it (\(object["tool"]?.string ?? "unknown")), or plan again"
            )
        }
        let tool = object["tool"]?.string ?? ""
        let written = object["digest"]?.string.flatMap { Digest($0) }
        object["tool"] = nil
        object["digest"] = nil
        let found = digester.digest(JSON.object(object).serialized(.canonical))
        guard let written, written == found else {
            throw Problem(
                .failure,
                "\(name) was changed since it was made: its digest is \(found), not the one it names",
                hint: "Plan again, and review the new plan"
            )
        }
        var decoding = PlanDecoding(name: name)
        self.plan = try decoding.plan(object)
        self.expectedCalls = object["expected_calls"]?.integer ?? 0
        self.tool = tool
        self.digest = found
    }
}
