internal import JSON
internal import Reconciliation
internal import Workflow

/// What one look at some issues showed.
struct BulkFetch: Sendable {
    /// The issues as Jira gave them, in ascending order of ids.
    var found: [JSON] = []
    /// References that nothing came back for.
    var absent: [IssueReference] = []
    /// The answer's caller.
    var answer: JiraAnswer?
}

extension IssueReference {
    /// The id or the key, as Jira takes both.
    var text: String {
        switch self {
        case .id(let id): id.description
        case .key(let key): key
        }
    }
}

extension JiraCloud {
    /// Looks at issues by id and key; those that Jira could not get to are asked for again.
    ///
    /// - Parameters:
    ///   - references: What to ask for, at most ``readBatch``.
    ///   - fields: The fields to read.
    ///   - hasMarker: Whether to read the marker, too.
    /// - Returns: What was found and what was not; a moved issue that was asked for by its old key counts as found.
    func fetch(_ references: [IssueReference], fields: [FieldName], marker hasMarker: Bool) async throws -> BulkFetch {
        var result = BulkFetch()
        var pending = references
        for attempt in 0..<4 where !pending.isEmpty {
            if attempt > 0 { try await pause(.seconds(1 << attempt)) }
            var answer = try await fetchOnce(pending, fields, hasMarker)
            result.found += answer.found
            result.answer = answer.last
            result.absent += answer.matched(against: pending)
            pending = answer.retriable
        }
        guard pending.isEmpty else {
            let names = pending.prefix(5).map(\.text).joined(separator: ", ")
            throw Problem(.failure, "Jira could not read \(pending.count) issues, among them \(names).", hint: "Try again later.")
        }
        result.found.sort { ($0.issueID ?? IssueID(0)) < ($1.issueID ?? IssueID(0)) }
        return result
    }

    func pause(_ wait: Duration) async throws {
        do {
            try await connection.pause(wait)
        } catch {
            throw error.problem
        }
    }

    private struct Look {
        var found: [JSON] = []
        var errors: Set<String> = []
        var retriable: [IssueReference] = []
        var last: JiraAnswer?

        /// Returns the references that are absent, and remembers those to ask for again.
        mutating func matched(against references: [IssueReference]) -> [IssueReference] {
            let ids = Set(found.compactMap(\.issueID))
            let keys = Set(found.compactMap { $0["key"]?.string?.uppercased() })
            var absent: [IssueReference] = []
            for reference in references {
                switch reference {
                case .id(let id) where ids.contains(id): continue
                case .key(let key) where keys.contains(key.uppercased()): continue
                default: if errors.contains(reference.text) { retriable.append(reference) } else { absent.append(reference) }
                }
            }
            return absent
        }
    }

    private func fetchOnce(_ references: [IssueReference], _ fields: [FieldName], _ hasMarker: Bool) async throws -> Look {
        var look = Look()
        var rest = references[...]
        while !rest.isEmpty {
            let part = rest.prefix(readBatch)
            var body: JSONObject = [
                "issueIdsOrKeys": .array(part.map { .string($0.text) }),
                "fields": .array(fields.map(JSON.string)),
            ]
            if hasMarker { body["properties"] = [.string(Marker.name)] }
            let answer: JiraAnswer
            do {
                answer = try await connection.send(.query("/issue/bulkfetch", .object(body)))
            } catch where error.kind == .rejected && part.count > configuration.limits.smallReadBatch {
                readBatch = configuration.limits.smallReadBatch
                continue
            } catch {
                throw error.problem
            }
            guard let issues = answer.json?["issues"]?.array else {
                throw JiraFailure(.nonsense, "Jira's answer lists no issues.", call: "POST /issue/bulkfetch").problem
            }
            look.found += issues
            for error in answer.json?["issueErrors"]?.array ?? [] {
                if let id = error["id"]?.string { look.errors.insert(id) }
            }
            look.last = answer
            rest = rest.dropFirst(part.count)
        }
        return look
    }
}

extension JSON {
    /// The id of an issue as it stands in an answer.
    var issueID: IssueID? { self["id"]?.string.flatMap { IssueID($0) } }
}
