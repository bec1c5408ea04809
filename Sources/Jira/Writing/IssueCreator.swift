internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The creation of issues, many in a call.
struct IssueCreator: Sendable {
    let session: JiraSession
    let notes: JournalledWrites

    /// One draft on its way, by its place among all.
    private struct Entry: Sendable {
        var place: Int
        var marker: Marker
        var body: JSON
    }

    /// The outcome of one call.
    private enum Batch: Sendable {
        case answered([Entry], CreatePairing)
        case refused([Entry], Problem)
        /// The answer was lost: some, all or none were created.
        case lost([Entry], JiraFailure)
    }

    /// Creates issues; see ``JiraTracker/create(_:log:)``.
    func create(_ drafts: [IssueDraft]) async throws -> [Outcome<CreatedIssue>] {
        guard !drafts.isEmpty else { return [] }
        let site = try await session.proved().site
        let writer = try await FieldWriter(for: drafts.map(\.fields), in: session)
        let type = try await CreationForm(session: session).issueType()
        var outcomes: [Int: Outcome<CreatedIssue>] = [:]
        var entries: [Entry] = []
        for (place, draft) in drafts.enumerated() {
            do {
                let body = try writer.body(draft, project: site.projectID, type: type)
                entries.append(Entry(place: place, marker: draft.marker, body: body))
            } catch let problem as Problem {
                outcomes[place] = .failed(problem)
            }
        }
        let limits = session.configuration.limits
        let parts = entries.runs(of: limits.createBatch).map(Array.init)
        let batches = try await parts.mapConcurrently(atOnce: limits.createsAtOnce) {
            await sendUncancelled($0)
        }
        // What was created has to be known, interrupted or not.
        let settled = await session.connection.stop.shield { await settle(batches, at: site) }
        outcomes.merge(settled) { first, _ in first }
        return drafts.indices.map { outcomes[$0] ?? .unknown(.unansweredCreate) }
    }

    private func sendUncancelled(_ entries: [Entry]) async -> Batch {
        guard !Task.isCancelled else { return .refused(entries, .interrupted) }
        return await session.connection.stop.shield { await send(entries) }
    }

    private func send(_ entries: [Entry]) async -> Batch {
        do throws(Problem) {
            try await notes.announce(.creating(entries.map(\.marker)))
        } catch {
            return .refused(entries, error)
        }
        let call = JiraCall.post("/issue/bulk", ["issueUpdates": .array(entries.map(\.body))])
        do throws(JiraFailure) {
            let answer = try await session.connection.send(call)
            if let pairing = CreatePairing(answer.json) { return await answered(entries, pairing) }
            return .lost(entries, .unclearCreate("Jira's answer does not say what was created."))
        } catch {
            // When all drafts are refused, so is the call; the body says why, draft by draft.
            if error.kind == .rejected, let pairing = CreatePairing(error.body), !pairing.refused.isEmpty {
                return await answered(entries, pairing)
            }
            guard error.effect == .none else { return .lost(entries, error) }
            await notes.tell(.refused(entries.map(\.marker.operation)))
            return .refused(entries, error.problem)
        }
    }

    private func answered(_ entries: [Entry], _ pairing: CreatePairing) async -> Batch {
        let refused = entries.indices.filter { pairing.refused[$0] != nil }
        if !refused.isEmpty { await notes.tell(.refused(refused.map { entries[$0].marker.operation })) }
        return .answered(entries, pairing)
    }

    /// The drafts by what became of them.
    private struct Settlement {
        var outcomes: [Int: Outcome<CreatedIssue>] = [:]
        var lost: [(entry: Entry, cause: JiraFailure)] = []
        var known: [String: CreatedIssue] = [:]
    }

    /// Reads back what was created, pairs it with the drafts, and looks for what was lost.
    private func settle(_ batches: [Batch], at site: JiraSite) async -> [Int: Outcome<CreatedIssue>] {
        var settlement = Settlement()
        let created = batches.flatMap { batch -> [CreatedIssue] in
            if case .answered(_, let pairing) = batch { pairing.created } else { [] }
        }
        await session.noteCreated(created, in: site.project)
        let readBack = await readBack(created.map(\.id))
        for batch in batches {
            switch batch {
            case .answered(let entries, let pairing):
                await pair(entries, pairing, readBack: readBack, into: &settlement)
            case .refused(let entries, let problem):
                for entry in entries {
                    settlement.outcomes[entry.place] = .failed(problem.about("row \(entry.marker.row)"))
                }
            case .lost(let entries, let failure):
                settlement.lost += entries.map { ($0, failure) }
            }
        }
        if !settlement.known.isEmpty { await notes.tell(.created(settlement.known)) }
        let found = await lookUp(settlement.lost, at: site)
        return settlement.outcomes.merging(found) { first, _ in first }
    }

    /// Pairs the issues of an answer with their drafts, and marks those that Jira left unmarked.
    private func pair(
        _ entries: [Entry],
        _ pairing: CreatePairing,
        readBack: (readings: [IssueID: Issue], unmarked: Set<IssueID>),
        into settlement: inout Settlement
    ) async {
        let operations = readBack.readings.compactMapValues(\.marker?.operation)
        let pairs = pairing.pairs(entries.map(\.marker.operation), markers: operations)
        for (place, entry) in entries.enumerated() {
            if var issue = pairs[place] {
                issue.reading = readBack.readings[issue.id]
                if readBack.unmarked.contains(issue.id) { await mark(issue.id, entry.marker) }
                settlement.outcomes[entry.place] = .done(issue)
                settlement.known[entry.marker.operation] = issue
            } else if let reason = pairing.refused[place] {
                settlement.outcomes[entry.place] = .failed(.refusedCreate(entry.marker.row, reason))
            } else {
                settlement.lost.append((entry, .unclearCreate("Jira's answer leaves the issue out.")))
            }
        }
    }

    /// Looks for the issues of creates whose answers were lost.
    private func lookUp(
        _ lost: [(entry: Entry, cause: JiraFailure)],
        at site: JiraSite
    ) async -> [Int: Outcome<CreatedIssue>] {
        guard !lost.isEmpty else { return [:] }
        // The server's clock goes by its own time, and creates may have begun before it was asked: hence the margin.
        let since = site.time - 600_000
        let search = LostCreateSearch(session: session)
        let found = await search.lookUp(lost.map(\.entry.marker), since: since).found
        if !found.isEmpty { await notes.tell(.created(found)) }
        var outcomes: [Int: Outcome<CreatedIssue>] = [:]
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
        let fetcher = IssueFetcher(session: session)
        var readings: [IssueID: Issue] = [:]
        var unmarked: Set<IssueID> = []
        guard !ids.isEmpty, let decoder = try? await session.decoder() else { return (readings, unmarked) }
        for part in ids.sorted().runs(of: session.configuration.limits.readBatch) {
            let references = part.map(IssueReference.id)
            guard
                let look = try? await fetcher.fetch(
                    references,
                    fields: decoder.requestedFields,
                    marker: true
                )
            else { continue }
            for (id, json) in look.issues {
                if json["properties"]?[Marker.name] == nil { unmarked.insert(id) }
                if let issue = decoder.issue(json), issue.marker != nil { readings[id] = issue }
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
        let call = JiraCall.put(path, marker.json, endpoint: endpoint, issue: "\(issue)")
        _ = try? await session.connection.send(call)
    }
}

extension JiraFailure {
    /// The failure of a create whose answer leaves open whether it was done.
    fileprivate static func unclearCreate(_ message: String) -> JiraFailure {
        JiraFailure(.nonsense, message, effect: .unknown, call: "POST /issue/bulk")
    }
}
