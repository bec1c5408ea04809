import Curl
import Foundation
import JSON
import Jira
import JiraSandbox
import Reconciliation
import TestSupport
import Testing
import Workflow

/// Answers of any bytes and any shape, to every call that the client makes: each ends in a problem or in what is true.
@Suite struct AnswerFuzzTests {
    /// An untrue answer to one call.
    struct Lie: FuzzInput {
        var method: String
        var path: String
        var status: Int
        var body: [UInt8]

        var literal: String { "Lie(\"\(method)\", \"\(path)\", \(status), \(body.literal))" }
    }

    @Test(arguments: Deployment.allCases)
    func `one answer that is not true makes nothing missing and no false issue`(
        deployment: Deployment
    ) async throws {
        let answers = try await Self.answers(deployment)
        #expect(answers.count > 12)
        let rounds = deployment == .cloud ? 160 : 60
        await FuzzLoop("answer of \(deployment.rawValue), once", rounds: rounds).run { mutator in
            Self.lie(answers, &mutator)
        } check: { lie in
            try await Self.complaint(about: lie, times: 1, deployment)
        }
    }

    @Test(arguments: Deployment.allCases)
    func `answers that are never true end in problems`(deployment: Deployment) async throws {
        let answers = try await Self.answers(deployment)
        let rounds = deployment == .cloud ? 100 : 40
        await FuzzLoop("answer of \(deployment.rawValue), always", rounds: rounds).run { mutator in
            Self.lie(answers, &mutator)
        } check: { lie in
            try await Self.complaint(about: lie, times: nil, deployment)
        }
    }

    private static func lie(_ answers: [Lie], _ mutator: inout Mutator) -> Lie {
        var lie = mutator.pick(answers)
        switch mutator.below(6) {
        case 0: lie.body = mutator.spoil(lie.body)
        case 1: lie.body = mutator.json().serialized()
        default: lie.body = mutator.spoil((try? JSON(parsing: lie.body)) ?? .null).serialized()
        }
        if mutator.below(6) == 0 { lie.status = mutator.pick([200, 201, 204, 207, 299]) }
        if mutator.below(8) == 0 { lie.status = mutator.pick([400, 403, 404, 409, 413, 429, 500, 503]) }
        return lie
    }

    /// Tells the client one lie, and lets it do all that it can.
    private static func complaint(
        about lie: Lie,
        times: Int?,
        _ deployment: Deployment
    ) async throws -> String? {
        var complaint: String?
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            try fixture.sandbox.setStatus(made[2].key, "Done")
            let client = fixture.another()
            fixture.sandbox.addFault(
                .bytes(lie.body, status: lie.status),
                method: lie.method,
                path: lie.path,
                times: times
            )
            complaint = try await Self.complaint(of: client, fixture, made, isOnce: times != nil)
        }
        return complaint
    }

    private static func complaint(
        of client: JiraTracker,
        _ fixture: JiraFixture,
        _ made: [CreatedIssue],
        isOnce: Bool
    ) async throws -> String? {
        var complaints: [String] = []
        let asked = made.map { IssueReference.id($0.id) }
        for step in steps(made) {
            do { try await step(client) } catch let problem as Problem {
                if problem.summary.isEmpty { complaints.append("a problem without a word") }
            }
        }
        do {
            let read = try await fixture.another().read(asked, into: CollectingSink())
            if isOnce, !read.missing.isEmpty { complaints.append("missing: \(read.missing)") }
            let answered = Set(read.references).union(read.missing)
            if answered != Set(asked) { complaints.append("\(asked) asked, \(answered) answered") }
        } catch is Problem {}
        do {
            let outcomes = try await fixture.another().create([JiraFixture.draft("9")])
            for issue in outcomes.compactMap(\.value) where isOnce {
                let found = fixture.sandbox.issue(issue.key)
                if found?.summary != "Debt 9" { complaints.append("\(issue) is called the issue of row 9") }
            }
        } catch is Problem {}
        return complaints.isEmpty ? nil : complaints.joined(separator: "; ")
    }

    /// Everything that a client does, so that every call is made.
    private static func steps(_ made: [CreatedIssue]) -> [(JiraTracker) async throws -> Void] {
        var closing = JiraFixture.change(made[0])
        closing.fields = ["summary": .text("New"), "description": .text("Changed.")]
        closing.addedLabels = ["layer-3"]
        closing.comment = "Gone."
        closing.transition = .closed(resolution: "Done")
        let change = closing
        return [
            { _ = try await $0.site() },
            { _ = try await $0.read(made.map { .id($0.id) } + [.key("CCS-1")], into: CollectingSink()) },
            { _ = try await $0.marked(since: nil) },
            { _ = try await $0.marked(since: 0) },
            { _ = try await $0.unindexed() },
            { _ = try await $0.find([JiraFixture.draft("never").marker]) },
            { _ = try await $0.deadEnds(among: [made[2].id]) },
            { _ = try await $0.change([change]) },
            { _ = try await $0.relate([Relation(.relates, made[0].key, to: made[1].key)]) },
            { _ = try await $0.create([JiraFixture.draft("8")]) },
            { _ = try await $0.projects() },
            { _ = try await $0.issueTypes() },
            { _ = try await $0.creationFields() },
            { _ = try await $0.missingPermissions() },
        ]
    }

    /// True answers to every call of the steps.
    private static func answers(_ deployment: Deployment) async throws -> [Lie] {
        var answers: [Lie] = []
        try await JiraFixture.run(on: deployment) { fixture in
            let made = try await fixture.created(["1", "2", "3"])
            try fixture.sandbox.setStatus(made[2].key, "Done")
            fixture.sandbox.forgetRequests()
            for step in steps(made) { try await step(fixture.another()) }
            let client = try #require(
                HTTPClient(HTTPClientConfiguration(userAgent: "t", timeout: .seconds(3600)))
            )
            var seen: Set<String> = []
            for request in fixture.sandbox.requests
            where seen.insert(request.method + request.path + request.query).inserted {
                let query = request.query.isEmpty ? "" : "?" + request.query
                let login = Data("dev@example.com:sandbox-token".utf8).base64EncodedString()
                let answer = try await client.send(
                    HTTPRequest(
                        HTTPRequest.Method(rawValue: request.method) ?? .get,
                        fixture.sandbox.url + request.path + query,
                        headers: ["Authorization": "Basic \(login)", "Content-Type": "application/json"],
                        body: Array(request.body.utf8)
                    )
                )
                answers.append(
                    Lie(
                        method: request.method,
                        path: request.path,
                        status: answer.status,
                        body: answer.body
                    )
                )
            }
        }
        return answers
    }
}
