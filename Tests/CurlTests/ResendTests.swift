import Curl
import Testing

/// What happens to a request when a kept connection closes under it: the trap that makes duplicate issues.
@Suite struct ResendTests {
    /// Answers the first request of the first connection, takes a second one and hangs up without a word.
    private static let closesKeptConnection: RawServer.Script = { connection, number in
        connection.readRequest()
        connection.answer(200, "first")
        if number == 0 {
            connection.readRequest()
        } else {
            while connection.readRequest() != nil { connection.answer(200, "again") }
        }
    }

    @Test(arguments: [2, 500_000])
    func `a POST is never sent twice`(size: Int) async throws {
        let body = String(repeating: "x", count: size)
        let fixture = try ClientFixture(Self.closesKeptConnection)
        _ = try await fixture.send(HTTPRequest(.get, fixture.server.url))
        let error = try await fixture.failure(fixture.post("/create", body))
        #expect(error.reason == .connectionLost)
        #expect(error.outcome == .unknown)
        #expect(fixture.server.requests.count == 2)
    }

    @Test func `a POST without a body takes a connection of its own`() async throws {
        let fixture = try ClientFixture(Self.closesKeptConnection)
        _ = try await fixture.send(HTTPRequest(.get, fixture.server.url))
        let response = try await fixture.send(HTTPRequest(.post, fixture.server.url + "/create"))
        #expect(response.body == Array("first".utf8))
        #expect(fixture.server.requests.filter { $0.hasPrefix("POST") }.count == 1)
        #expect(fixture.server.connectionCount == 2)
    }

    @Test(arguments: [HTTPRequest.Method.get, .put, .post])
    func `what may be repeated is repeated`(method: HTTPRequest.Method) async throws {
        let fixture = try ClientFixture(Self.closesKeptConnection)
        _ = try await fixture.send(HTTPRequest(.get, fixture.server.url))
        let body = method == .get ? [] : Array("{}".utf8)
        let request = HTTPRequest(method, fixture.server.url + "/read", body: body, isIdempotent: true)
        let response = try await fixture.send(request)
        #expect(response.body == Array("first".utf8))
        #expect(fixture.server.requests.filter { $0.contains(" /read ") }.count == 2)
    }

    @Test func `a PUT that is not idempotent is not sent twice either`() async throws {
        let fixture = try ClientFixture(Self.closesKeptConnection)
        _ = try await fixture.send(HTTPRequest(.get, fixture.server.url))
        let request = HTTPRequest(.put, fixture.server.url, body: Array("{}".utf8), isIdempotent: false)
        #expect(try await fixture.failure(request).outcome == .unknown)
        #expect(fixture.server.requests.count == 2)
    }

    @Test func `a kept connection that closed in the meantime is replaced without a second POST`()
        async throws
    {
        let fixture = try ClientFixture { connection, number in
            connection.readRequest()
            connection.answer(200, "\(number)", headers: number == 0 ? ["Connection: close"] : [])
            if number > 0 { connection.waitForEnd() }
        }
        _ = try await fixture.send(HTTPRequest(.get, fixture.server.url))
        let response = try await fixture.send(fixture.post("/create"))
        #expect(response.body == Array("1".utf8))
        #expect(fixture.server.requests.count == 2)
    }
}
