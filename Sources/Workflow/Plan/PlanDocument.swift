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
        var object = try Self.object(reading: bytes, name: name)
        let tool = object["tool"]?.string ?? ""
        let written = object["digest"]?.string.flatMap { Digest($0) }
        object["tool"] = nil
        object["digest"] = nil
        let found = digester.digest(JSON.object(object).serialized(.canonical))
        guard let written, written == found else {
            throw .planWasChanged(name, digest: found)
        }
        var decoding = PlanDecoding(name: name)
        let plan = try decoding.plan(object)
        let expectedCalls = object["expected_calls"]?.integer ?? 0
        // What is not kept when the plan is written again, as in the journal, would break its seal there.
        let body = PlanEncoding.body(of: plan, expectedCalls: expectedCalls)
        if let place = JSON.object(object).firstDifference(from: .object(body)) {
            throw .planHasMore(at: place, in: name)
        }
        self.plan = plan
        self.expectedCalls = expectedCalls
        self.tool = tool
        self.digest = found
    }

    /// Reads the file's object; throws when it is none, or of a later format.
    private static func object(reading bytes: [UInt8], name: String) throws(Problem) -> JSONObject {
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            throw .notAPlan(name, because: error)
        }
        guard let object = json.object, let format = object["format"]?.integer else {
            throw .planWithoutFormat(name)
        }
        guard format == Self.format else {
            throw .planOfFormat(format, name, madeBy: object["tool"]?.string)
        }
        return object
    }
}

extension JSON {
    /// The path of the first part in which two values differ, as `actions[0].row`; nil when they are the same.
    fileprivate func firstDifference(from other: JSON) -> String? {
        guard self != other else { return nil }
        switch (self, other) {
        case (.object(let mine), .object(let others)):
            for key in mine.keys + others.keys where mine[key] != others[key] {
                guard let one = mine[key], let two = others[key] else { return key }
                let rest = one.firstDifference(from: two) ?? ""
                return rest.isEmpty || rest.hasPrefix("[") ? key + rest : "\(key).\(rest)"
            }
        case (.array(let mine), .array(let others)):
            for (index, (one, two)) in zip(mine, others).enumerated() where one != two {
                let rest = one.firstDifference(from: two) ?? ""
                return "[\(index)]" + (rest.isEmpty || rest.hasPrefix("[") ? rest : ".\(rest)")
            }
        default: break
        }
        return ""
    }
}
