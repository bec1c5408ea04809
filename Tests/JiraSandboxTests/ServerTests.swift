import Glibc
import Testing

@testable import JiraSandbox

@Suite struct ServerTests {
    private static let create =
        #"{"fields":{"project":{"key":"CCS"},"issuetype":{"name":"Task"},"summary":"x"}}"#

    /// The outcome of a create under a fault, and the number of issues afterwards.
    private func create(
        under kind: SandboxFault.Kind,
        patience: Int32 = -1
    ) async throws -> (RawConnection.Outcome, Int) {
        let sandbox = try await JiraSandbox.start()
        sandbox.addFault(kind, method: "POST", path: "/rest/api/*/issue")
        let outcome = try exchange(sandbox, patience)
        let count = sandbox.issues.count
        await sandbox.stop()
        return (outcome, count)
    }

    private func exchange(_ sandbox: JiraSandbox, _ patience: Int32 = -1) throws -> RawConnection.Outcome {
        let connection = try RawConnection(sandbox)
        let before = sandbox.requests.count
        connection.send("POST", "/rest/api/3/issue", body: Self.create)
        // The silence is measured from the request's arrival, however busy the machine is.
        while sandbox.requests.count == before { usleep(1000) }
        return connection.outcome(patience: patience)
    }

    @Test func `answers over a socket and says where it listens`() async throws {
        let sandbox = try await JiraSandbox.start()
        let connection = try RawConnection(sandbox)
        connection.send("GET", "/rest/api/3/serverInfo", authorized: false)
        guard case .closed(let text) = connection.outcome() else {
            Issue.record("The connection was not closed in order.")
            return
        }
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.contains("\"baseUrl\":\"\(sandbox.url)\""))
        await sandbox.stop()
    }

    @Test func `resets before the work and after it`() async throws {
        #expect(try await create(under: .resetBefore) == (.reset, 0))
        #expect(try await create(under: .resetAfter) == (.reset, 1))
    }

    @Test func `closes before the work and after it`() async throws {
        #expect(try await create(under: .closeBefore) == (.closed(""), 0))
        #expect(try await create(under: .closeAfter) == (.closed(""), 1))
    }

    @Test func `hangs before the work and after it`() async throws {
        #expect(try await create(under: .hang, patience: 200) == (.silent, 0))
        #expect(try await create(under: .hangAfter, patience: 200) == (.silent, 1))
    }

    @Test func `cuts the body in half`() async throws {
        let (outcome, count) = try await create(under: .cutBody)
        #expect(count == 1)
        guard case .closed(let text) = outcome else {
            Issue.record("The connection was not closed in order.")
            return
        }
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
        let promised = parts[0].split(separator: "\r\n").compactMap { line in
            line.hasPrefix("Content-Length: ") ? Int(line.dropFirst(16)) : nil
        }
        #expect(promised.first.map { $0 / 2 } == parts[1].utf8.count)
    }

    @Test func `answers with a page, with a status, and with a status after the work`() async throws {
        let (page, pageCount) = try await create(under: .garbageBody)
        #expect(pageCount == 1)
        #expect(text(page)?.hasPrefix("HTTP/1.1 200") == true)
        #expect(text(page)?.hasSuffix("</html>") == true)
        let (busy, busyCount) = try await create(
            under: .status(503, retryAfter: 7, reason: "jira-burst-based", html: true)
        )
        #expect(busyCount == 0)
        #expect(text(busy)?.hasPrefix("HTTP/1.1 503") == true)
        #expect(text(busy)?.contains("\r\nRetry-After: 7\r\nRateLimit-Reason: jira-burst-based\r\n") == true)
        let (late, lateCount) = try await create(under: .statusAfter(502))
        #expect(lateCount == 1)
        #expect(text(late)?.hasPrefix("HTTP/1.1 502") == true)
    }

    private func text(_ outcome: RawConnection.Outcome) -> String? {
        if case .closed(let text) = outcome { text } else { nil }
    }

    @Test func `takes the delay of a slow answer and of every answer`() async throws {
        var configuration = SandboxConfiguration()
        configuration.baseDelay = .milliseconds(50)
        let sandbox = try await JiraSandbox.start(configuration)
        let clock = ContinuousClock()
        #expect(try clock.measure { _ = try exchange(sandbox) } >= .milliseconds(50))
        sandbox.addFault(.slow(.milliseconds(120)))
        #expect(try clock.measure { _ = try exchange(sandbox) } >= .milliseconds(120))
        #expect(sandbox.issues.count == 2)
        await sandbox.stop()
    }

    @Test func `keeps a connection open and takes requests one after the other`() async throws {
        let sandbox = try await JiraSandbox.start()
        let connection = try RawConnection(sandbox)
        for _ in 0..<3 { connection.send("POST", "/rest/api/3/issue", body: Self.create, keepAlive: true) }
        connection.send("GET", "/rest/api/3/myself")
        let answers = text(connection.outcome())?.split(separator: "HTTP/1.1 ") ?? []
        #expect(answers.map { $0.prefix(3) } == ["201", "201", "201", "200"])
        #expect(sandbox.requests.map(\.status) == [201, 201, 201, 200])
        #expect(sandbox.requests.first?.headers["authorization"] == "Basic (hidden)")
        #expect(sandbox.requests.first?.body == Self.create)
        await sandbox.stop()
    }

    @Test func `gives every one of many writers a key of its own`() async throws {
        let sandbox = try await JiraSandbox.start()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<25 { _ = try? exchange(sandbox) }
                }
            }
        }
        #expect(sandbox.issues.map(\.key) == (1...200).map { "CCS-\($0)" })
        await sandbox.stop()
    }

    @Test func `takes faults and orders over HTTP`() async throws {
        let sandbox = try await JiraSandbox.start()
        func order(_ method: String, _ path: String, _ body: String = "") throws -> String {
            let connection = try RawConnection(sandbox)
            connection.send(method, path, body: body, authorized: false)
            return text(connection.outcome()) ?? ""
        }
        let fault =
            #"{"method":"POST","path":"/rest/*/issue","kind":"status","status":500,"skip":1,"times":1}"#
        #expect(try order("POST", "/sandbox/faults", fault).hasPrefix("HTTP/1.1 204"))
        #expect(
            try (0..<3).map { _ in text(try exchange(sandbox))?.dropFirst(9).prefix(3) } == [
                "201", "500", "201",
            ]
        )
        #expect(try order("POST", "/sandbox/faults", #"{"kind":"x"}"#).hasPrefix("HTTP/1.1 400"))
        let done = #"{"status":"Done","resolution":"Duplicate"}"#
        #expect(try order("POST", "/sandbox/issues/CCS-1/status", done).hasPrefix("HTTP/1.1 204"))
        #expect(sandbox.issue("CCS-1")?.resolution == "Duplicate")
        #expect(try order("GET", "/sandbox/requests").contains(#""path":"/rest/api/3/issue""#))
        #expect(try order("GET", "/sandbox/issues").contains(#""key":"CCS-2""#))
        let lie = #"{"path":"/rest/*/issue","kind":"body","body":{"issues":"none"},"status":201}"#
        #expect(try order("POST", "/sandbox/faults", lie).hasPrefix("HTTP/1.1 204"))
        let answer = try #require(text(try exchange(sandbox)))
        #expect(answer.hasPrefix("HTTP/1.1 201") && answer.hasSuffix(#"{"issues":"none"}"#))
        let denial = #"{"deny":["CREATE_ISSUES"]}"#
        #expect(try order("POST", "/sandbox/permissions", denial).hasPrefix("HTTP/1.1 204"))
        #expect(text(try exchange(sandbox))?.hasPrefix("HTTP/1.1 400") == true)
        #expect(try order("POST", "/sandbox/permissions", "{}").hasPrefix("HTTP/1.1 400"))
        #expect(try order("POST", "/sandbox/reset").hasPrefix("HTTP/1.1 204"))
        #expect(sandbox.issues.isEmpty)
        #expect(sandbox.requests.isEmpty)
        await sandbox.stop()
    }

    @Test func `frees its port when stopped, and says when one is taken`() async throws {
        let sandbox = try await JiraSandbox.start()
        let error = await #expect(throws: SandboxError.self) {
            _ = try await JiraSandbox.start(SandboxConfiguration(), port: sandbox.port)
        }
        #expect(error?.description.hasPrefix("The sandbox cannot listen on port \(sandbox.port)") == true)
        await sandbox.stop()
        // Somebody else may have the port by now, so that only its silence tells: it takes no request any more.
        let before = sandbox.requests.count
        if let connection = try? RawConnection(sandbox) {
            connection.send("GET", "/rest/api/3/serverInfo")
            _ = connection.outcome(patience: 1_000)
        }
        #expect(sandbox.requests.count == before)
    }

    @Test func `has done what a client asked for that is gone, when silence is there`() async throws {
        let sandbox = try await JiraSandbox.start()
        for number in 1...20 {
            do {
                let connection = try RawConnection(sandbox)
                connection.send("POST", "/rest/api/3/issue", body: Self.create)
            }
            try await sandbox.waitForSilence()
            #expect(sandbox.issues.count == number)
        }
        await sandbox.stop()
    }
}
