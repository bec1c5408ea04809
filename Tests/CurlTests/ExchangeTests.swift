import Curl
import Testing

@Suite struct ExchangeTests {
    @Test func `sends method, path, headers and body`() async throws {
        let fixture = try ClientFixture { connection, _ in
            while connection.readRequest() != nil { connection.answer(200, "ok") }
        }
        for method in [HTTPRequest.Method.post, .put, .delete] {
            let request = HTTPRequest(
                method,
                fixture.server.url + "/a/b?c=d%20e",
                headers: ["X-One": "1", "Empty": "", "Content-Type": "application/json"],
                body: Array(#"{"a":1}"#.utf8)
            )
            let response = try await fixture.send(request)
            #expect(response.status == 200)
            #expect(response.body == Array("ok".utf8))
            let seen = try #require(fixture.server.requests.last)
            #expect(seen.hasPrefix("\(method.rawValue) /a/b?c=d%20e HTTP/1.1\r\n"))
            #expect(seen.contains("\r\nX-One: 1\r\n"))
            #expect(seen.contains("\r\nEmpty:\r\n"))
            #expect(seen.contains("\r\nUser-Agent: curl-tests/1\r\n"))
            #expect(seen.contains("\r\nContent-Length: 7\r\n"))
            #expect(!seen.contains("Expect:"))
            #expect(seen.hasSuffix("\r\n\r\n{\"a\":1}"))
        }
        #expect(fixture.server.connectionCount == 1)
    }

    @Test func `sends requests without a body`() async throws {
        let fixture = try ClientFixture { connection, _ in
            while connection.readRequest() != nil { connection.answer(204) }
        }
        for method in [HTTPRequest.Method.get, .delete, .put, .post] {
            let response = try await fixture.send(HTTPRequest(method, fixture.server.url + "/x"))
            #expect(response.status == 204)
            #expect(response.body.isEmpty)
            #expect(fixture.server.requests.last?.hasPrefix("\(method.rawValue) /x ") == true)
        }
    }

    @Test func `sends and takes large bodies`() async throws {
        let fixture = try ClientFixture(maximumResponseSize: 4 << 20) { connection, _ in
            guard let request = connection.readRequest() else { return }
            connection.answer(200, String(request.suffix(3_000_000)))
        }
        let text = String(repeating: "abcdefghij", count: 300_000)
        let response = try await fixture.send(fixture.post("/large", text))
        #expect(response.body == Array(text.utf8))
    }

    @Test func `finds response headers whatever their case`() async throws {
        let fixture = try ClientFixture { connection, _ in
            connection.readRequest()
            connection.write("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n")
            connection.answer(429, headers: ["RETRY-AFTER:  7 ", "Set-Cookie: a", "set-cookie: b"])
        }
        let response = try await fixture.send(fixture.post("/"))
        #expect(response.status == 429)
        #expect(response.headers["Retry-After"] == "7")
        #expect(response.headers.values(of: "SET-COOKIE") == ["a", "b"])
        #expect(response.headers["X-Interim"] == nil)
    }

    @Test func `takes chunked answers`() async throws {
        let fixture = try ClientFixture { connection, _ in
            connection.readRequest()
            connection.write(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
            )
        }
        let response = try await fixture.send(HTTPRequest(.get, fixture.server.url))
        #expect(response.body == Array("abcde".utf8))
    }

    @Test func `follows no redirect`() async throws {
        let fixture = try ClientFixture { connection, _ in
            connection.readRequest()
            connection.answer(302, headers: ["Location: http://127.0.0.1:1/elsewhere"])
        }
        let response = try await fixture.send(HTTPRequest(.get, fixture.server.url))
        #expect(response.status == 302)
        #expect(response.headers["location"] == "http://127.0.0.1:1/elsewhere")
        #expect(fixture.server.requests.count == 1)
    }

    @Test func `answers many requests at once, each with its own`() async throws {
        let fixture = try ClientFixture { connection, _ in
            while let request = connection.readRequest() {
                connection.answer(200, String(request.split(separator: " ")[1]))
            }
        }
        let (client, url) = (fixture.client, fixture.server.url)
        let right = await withTaskGroup { group in
            for number in 0..<300 {
                group.addTask {
                    let response = try? await client.send(HTTPRequest(.get, "\(url)/\(number)"))
                    return response?.body == Array("/\(number)".utf8)
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 300)
        #expect(fixture.server.requests.count == 300)
    }

    @Test func `uses the proxy that it is given, and no other`() async throws {
        let fixture = try ClientFixture { connection, _ in
            while connection.readRequest() != nil { connection.answer(200, "through the proxy") }
        }
        var configuration = HTTPClientConfiguration(userAgent: "curl-tests/1")
        configuration.proxy = .init(url: fixture.server.url, exceptions: "direct.invalid")
        let client = try #require(HTTPClient(configuration))
        let response = try await client.send(HTTPRequest(.get, "http://jira.invalid/x"))
        #expect(response.body == Array("through the proxy".utf8))
        #expect(fixture.server.requests.first?.hasPrefix("GET http://jira.invalid/x HTTP/1.1") == true)
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(.get, "http://direct.invalid/"))
        }
        #expect(error?.reason == .cannotResolve)
    }
}
