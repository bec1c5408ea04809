internal import JSON
internal import Reconciliation
public import Workflow

extension JiraTracker {
    /// One draft on its way, by its place among all.
    private struct Entry: Sendable {
        var place: Int
        var marker: Marker
        var body: JSON
    }

    /// What became of one call.
    private enum Batch: Sendable {
        case answered([Entry], CreatePairing)
        case refused([Entry], Problem)
        /// The answer was lost: some, all or none were created.
        case lost([Entry], JiraFailure)
    }

    /// Creates issues, and returns what became of each, in their order.
    ///
    /// Each answer is paired with its draft through the marker; a create whose answer was lost is looked up and never
    /// sent again. The log hears of each call before it is made, and of each issue once its answer is paired. When the task
    /// is cancelled, calls under way are finished and no other is made.
    public func create(
        _ drafts: [IssueDraft],
        log: @escaping WriteLog
    ) async throws -> [Outcome<CreatedIssue>] {
        guard !drafts.isEmpty else { return [] }
        let proof = try await proved()
        let writer = try await fieldWriter(for: drafts.map(\.fields))
        let type = try await issueType()
        var outcomes: [Int: Outcome<CreatedIssue>] = [:]
        var entries: [Entry] = []
        for (place, draft) in drafts.enumerated() {
            do {
                let body = try writer.body(draft, project: proof.site.projectID, type: type)
                entries.append(Entry(place: place, marker: draft.marker, body: body))
            } catch let problem as Problem {
                outcomes[place] = .failed(problem)
            }
        }
        let limits = configuration.limits
        let notes = JournalledWrites(log: log)
        let parts = entries.runs(of: limits.createBatch).map(Array.init)
        let batches = try await parts.mapConcurrently(atOnce: limits.createsAtOnce) {
            await self.sendUncancelled($0, notes)
        }
        // What was created has to be known, interrupted or not.
        let settled = await connection.interruption.shield { await self.settle(batches, notes, proof.site) }
        outcomes.merge(settled) { first, _ in first }
        return drafts.indices.map { place in
            outcomes[place] ?? .unknown(Problem(.failure, "Jira did not say what became of the issue."))
        }
    }

    private func sendUncancelled(_ entries: [Entry], _ notes: JournalledWrites) async -> Batch {
        guard !Task.isCancelled else { return .refused(entries, .interrupted) }
        return await connection.interruption.shield { await self.send(entries, notes) }
    }

    private func send(_ entries: [Entry], _ notes: JournalledWrites) async -> Batch {
        do throws(Problem) {
            try await notes.announce(.creating(entries.map(\.marker)))
        } catch {
            return .refused(entries, error)
        }
        let call = JiraCall.post("/issue/bulk", ["issueUpdates": .array(entries.map(\.body))])
        do throws(JiraFailure) {
            let answer = try await connection.send(call)
            if let pairing = CreatePairing(answer.json) { return await answered(entries, pairing, notes) }
            let message = "Jira's answer does not say what was created."
            return .lost(entries, JiraFailure(.nonsense, message, effect: .unknown, call: "POST /issue/bulk"))
        } catch {
            // When all drafts are refused, so is the call; the body says why, draft by draft.
            if error.kind == .rejected, let pairing = CreatePairing(error.body), !pairing.refused.isEmpty {
                return await answered(entries, pairing, notes)
            }
            guard error.effect == .none else { return .lost(entries, error) }
            await notes.tell(.refused(entries.map(\.marker.operation)))
            return .refused(entries, error.problem)
        }
    }

    private func answered(
        _ entries: [Entry],
        _ pairing: CreatePairing,
        _ notes: JournalledWrites
    ) async -> Batch {
        let refused = entries.indices.filter { pairing.refused[$0] != nil }
        if !refused.isEmpty { await notes.tell(.refused(refused.map { entries[$0].marker.operation })) }
        return .answered(entries, pairing)
    }

    /// Reads back what was created, pairs it with the drafts by the markers, and looks for what was lost.
    private func settle(
        _ batches: [Batch],
        _ notes: JournalledWrites,
        _ site: Site
    ) async -> [Int: Outcome<CreatedIssue>] {
        var outcomes: [Int: Outcome<CreatedIssue>] = [:]
        var lost: [(entry: Entry, cause: JiraFailure)] = []
        var known: [String: CreatedIssue] = [:]
        let created = batches.flatMap { batch -> [CreatedIssue] in
            if case .answered(_, let pairing) = batch { pairing.created } else { [] }
        }
        noteCreated(created, in: site.project)
        let (readings, unmarked) = await readBack(created.map(\.id))
        let operations = readings.compactMapValues(\.marker?.operation)
        for batch in batches {
            switch batch {
            case .answered(let entries, let pairing):
                let pairs = pairing.pairs(entries.map(\.marker.operation), markers: operations)
                for (place, entry) in entries.enumerated() {
                    if var issue = pairs[place] {
                        issue.reading = readings[issue.id]
                        if unmarked.contains(issue.id) { await mark(issue.id, entry.marker) }
                        outcomes[entry.place] = .done(issue)
                        known[entry.marker.operation] = issue
                    } else if let reason = pairing.refused[place] {
                        outcomes[entry.place] = .failed(.refusedCreate(entry.marker.row, reason))
                    } else {
                        let message = "Jira's answer leaves the issue out."
                        let failure = JiraFailure(
                            .nonsense,
                            message,
                            effect: .unknown,
                            call: "POST /issue/bulk"
                        )
                        lost.append((entry, failure))
                    }
                }
            case .refused(let entries, let problem):
                for entry in entries {
                    outcomes[entry.place] = .failed(problem.about("row \(entry.marker.row)"))
                }
            case .lost(let entries, let failure):
                lost += entries.map { ($0, failure) }
            }
        }
        if !known.isEmpty { await notes.tell(.created(known)) }
        guard !lost.isEmpty else { return outcomes }
        // The server's clock goes by its own time, and creates may have begun before it was asked: hence the margin.
        let since = site.time - 600_000
        let found = await lookUp(lost.map(\.entry.marker), since: since).found
        if !found.isEmpty { await notes.tell(.created(found)) }
        for (entry, cause) in lost {
            outcomes[entry.place] =
                found[entry.marker.operation].map { .done($0) }
                ?? .unknown(.lostCreate(entry.marker.row, cause))
        }
        return outcomes
    }

    /// Reads issues that were just created, with their markers, and tells those that surely have none; one that cannot be read
    /// is left out.
    private func readBack(_ ids: [IssueID]) async -> (readings: [IssueID: Issue], unmarked: Set<IssueID>) {
        var readings: [IssueID: Issue] = [:]
        var unmarked: Set<IssueID> = []
        guard !ids.isEmpty, let reading = try? await reading() else { return (readings, unmarked) }
        for part in ids.sorted().runs(of: configuration.limits.readBatch) {
            let references = part.map(IssueReference.id)
            guard let look = try? await fetch(references, fields: reading.requestedFields, marker: true)
            else { continue }
            for (id, json) in look.issues {
                if json["properties"]?[Marker.name] == nil { unmarked.insert(id) }
                if let issue = reading.issue(json), issue.marker != nil { readings[id] = issue }
            }
        }
        return (readings, unmarked)
    }

    /// Gives an issue the marker that its creation did not give it: a Data Center may take no properties then.
    ///
    /// Without an answer the issue counts as made all the same: its row names it.
    private func mark(_ issue: IssueID, _ marker: Marker) async {
        let path = "/issue/\(issue)/properties/\(Marker.name)"
        let endpoint = "/issue/{id}/properties/{key}"
        _ = try? await connection.send(.put(path, marker.json, endpoint: endpoint, issue: issue))
    }
}

extension Problem {
    fileprivate static func refusedCreate(_ row: RowKey, _ reason: String) -> Problem {
        Problem(.failure, "row \(row): Jira refused to create the issue: \(reason)".closed)
    }

    fileprivate static func lostCreate(_ row: RowKey, _ cause: JiraFailure) -> Problem {
        Problem(
            cause.problem.kind,
            "row \(row): the issue may or may not have been created. \(cause.message) (\(cause.call))",
            hint: "The next run looks for it before it creates another."
        )
    }
}
