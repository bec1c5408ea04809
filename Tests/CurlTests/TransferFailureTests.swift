import Curl
import SerialExecution
import Testing

@Suite struct TransferFailureTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: String
        var isReset = false
        let reason: HTTPError.Reason
    }

    @Test(arguments: [
        Answer(testDescription: "nothing", bytes: "", reason: .connectionLost),
        Answer(testDescription: "a reset", bytes: "", isReset: true, reason: .connectionLost),
        Answer(
            testDescription: "a cut body",
            bytes: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"issues\":[",
            reason: .connectionLost
        ),
        Answer(
            testDescription: "a cut chunk",
            bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc",
            reason: .connectionLost
        ),
        Answer(
            testDescription: "a cut head",
            bytes: "HTTP/1.1 200 OK\r\nContent-Le",
            reason: .connectionLost
        ),
        Answer(testDescription: "garbage", bytes: "\u{1}\u{2}garbage\r\n\r\n", reason: .malformedResponse),
        Answer(
            testDescription: "a body that is not gzip",
            bytes: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\nplain",
            reason: .malformedResponse
        ),
    ])
    func `an answer that is none has an unknown outcome`(answer: Answer) async throws {
        let fixture = try ClientFixture { connection, _ in
            connection.readRequest()
            connection.write(answer.bytes)
            if answer.isReset { connection.reset() }
        }
        let error = try await fixture.failure(fixture.post("/create?secret=1"))
        #expect(error.reason == answer.reason, "\(error)")
        #expect(error.outcome == .unknown)
        #expect(fixture.server.requests.count == 1)
    }

    @Test func `nobody listening means not sent`() async throws {
        let fixture = try ClientFixture { _, _ in }
        let url = fixture.server.url
        fixture.server.stop()
        let error = try await fixture.failure(HTTPRequest(.post, url, body: [1]))
        #expect(error.reason == .cannotConnect)
        #expect(error.outcome == .notSent)
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "", "http://user:pw@127.0.0.1/", "http://a b/",
        "http://127.0.0.1/\u{0}",
    ])
    func `an address that will not do is refused before anything is sent`(url: String) async throws {
        let fixture = try ClientFixture { connection, _ in connection.readRequest() }
        let error = try await fixture.failure(HTTPRequest(.get, url))
        #expect(error.reason == .invalidRequest, "\(error)")
        #expect(error.outcome == .notSent)
        #expect(!"\(error)".contains("pw"))
    }

    @Test(arguments: [("A\r\nB", "x"), ("A", "x\r\nInjected: 1"), ("A", "x\u{0}y"), ("", "x"), ("A:", "x")])
    func `a header that would break out of its line is refused`(name: String, value: String) async throws {
        let fixture = try ClientFixture { connection, _ in connection.readRequest() }
        var request = fixture.post("/")
        request.headers.add(name, value)
        #expect(try await fixture.failure(request).reason == .invalidRequest)
        #expect(fixture.server.requests.isEmpty)
    }

    @Test func `a host that does not exist means not sent`() async throws {
        let fixture = try ClientFixture { _, _ in }
        let error = try await fixture.failure(HTTPRequest(.post, "http://host.invalid/", body: [1]))
        #expect(error.reason == .cannotResolve)
        #expect(error.outcome == .notSent)
    }

    @Test func `an answer without end is cut off at the limit`() async throws {
        let fixture = try ClientFixture(maximumResponseSize: 10_000) { connection, _ in
            connection.readRequest()
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n" + String(repeating: "x", count: 10_001)
            )
            connection.waitForEnd()
        }
        let error = try await fixture.failure(fixture.post("/"))
        #expect(error.reason == .responseTooLarge)
        #expect(error.outcome == .unknown)
        #expect(error.message == "The answer is larger than 10000 bytes.")
    }

    @Test func `an answer as large as the limit is taken`() async throws {
        let fixture = try ClientFixture(maximumResponseSize: 10_000) { connection, _ in
            connection.readRequest()
            connection.answer(200, String(repeating: "x", count: 10_000))
        }
        #expect(try await fixture.send(fixture.post("/")).body.count == 10_000)
    }

    @Test func `headers without end are cut off`() async throws {
        let fixture = try ClientFixture { connection, _ in
            connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\n")
            for number in 0..<40 {
                connection.write("X-\(number): " + String(repeating: "x", count: 10_000) + "\r\n")
            }
            connection.write("\r\n")
            connection.waitForEnd()
        }
        #expect(try await fixture.failure(fixture.post("/")).reason == .responseTooLarge)
    }

    @Test func `time runs out with an unknown outcome`() async throws {
        let isRead = Locked(false)
        let fixture = try ClientFixture { connection, _ in
            connection.readRequest()
            isRead.withLock { $0 = true }
            connection.waitForEnd()
        }
        var request = fixture.post("/slow")
        request.timeout = .milliseconds(200)
        var error = try await fixture.failure(request)
        // Where the request itself took longer, it is given more time.
        while !isRead.withLock({ $0 }) {
            request.timeout = request.timeout.map { $0 * 2 }
            error = try await fixture.failure(request)
        }
        #expect(error.reason == .timedOut)
        #expect(error.outcome == .unknown)
    }

    @Test func `no description shows a secret`() async throws {
        let fixture = try ClientFixture { connection, _ in connection.readRequest() }
        let request = fixture.post("/create?token=c2VjcmV0", "c2VjcmV0")
        let error = try await fixture.failure(request)
        var dumped = ""
        dump(request, to: &dumped)
        dump(request.headers, to: &dumped)
        dump(error, to: &dumped)
        for text in [dumped, "\(request)", "\(request.headers)", String(reflecting: request), "\(error)"] {
            #expect(!text.contains("c2VjcmV0"))
        }
        let proxy = HTTPClientConfiguration.Proxy(url: "http://me:c2VjcmV0@proxy:3128")
        #expect("\(proxy)" == "http://proxy:3128")
    }
}
