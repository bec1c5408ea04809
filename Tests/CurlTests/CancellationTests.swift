import Curl
import Testing

@Suite struct CancellationTests {
    @Test func `cancelling ends a request in flight`() async throws {
        let received = Signal()
        let fixture = try ClientFixture { connection, _ in
            connection.readRequest()
            received.give()
            connection.waitForEnd()
        }
        let (client, request) = (fixture.client, fixture.post("/hang"))
        let task = Task { try await client.send(request) }
        await received.wait()
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.reason == .cancelled)
        #expect(error?.outcome == .unknown)
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        let fixture = try ClientFixture { connection, _ in connection.readRequest() }
        let (client, request) = (fixture.client, fixture.post("/never"))
        let start = Signal()
        let task = Task {
            await start.wait()
            return try await client.send(request)
        }
        task.cancel()
        start.give()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.reason == .cancelled)
        #expect(error?.outcome == .notSent)
        #expect(fixture.server.requests.isEmpty)
    }

    @Test func `cancelling some leaves the others alone`() async throws {
        let fixture = try ClientFixture { connection, _ in
            while let request = connection.readRequest() {
                if request.hasPrefix("GET /hang") {
                    connection.waitForEnd()
                } else {
                    connection.answer(200, "ok")
                }
            }
        }
        let (client, url) = (fixture.client, fixture.server.url)
        let hanging = (0..<20).map { number in
            Task { try await client.send(HTTPRequest(.get, "\(url)/hang/\(number)")) }
        }
        for number in 0..<20 {
            async let response = client.send(HTTPRequest(.get, "\(url)/quick/\(number)"))
            hanging[number].cancel()
            #expect(try await response.status == 200)
        }
        for task in hanging {
            let error = await #expect(throws: HTTPError.self) { try await task.value }
            #expect(error?.reason == .cancelled)
        }
        #expect(try await client.send(HTTPRequest(.get, url)).status == 200)
    }

    @Test func `clients come and go`() async throws {
        let server = try RawServer { connection, _ in
            while connection.readRequest() != nil { connection.answer(200, "ok") }
        }
        defer { server.stop() }
        for _ in 0..<50 {
            let client = try #require(HTTPClient(HTTPClientConfiguration(userAgent: "curl-tests/1")))
            #expect(try await client.send(HTTPRequest(.get, server.url)).status == 200)
        }
        #expect(server.connectionCount == 50)
    }
}
