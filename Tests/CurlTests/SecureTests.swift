import Curl
import TestSupport
import Testing

/// TLS and HTTP/2, against nginx where it is installed.
@Suite(.enabled(if: SecureServer.isAvailable)) struct SecureTests {
    private func client(_ bundle: String?) throws -> HTTPClient {
        try #require(
            HTTPClient(HTTPClientConfiguration(userAgent: "curl-tests/1", certificateBundle: bundle))
        )
    }

    @Test func `HTTP/2 is spoken, by many requests at once`() async throws {
        let server = try SecureServer()
        let client = try client(server.authority)
        let url = "https://localhost:\(server.port)/"
        let answers = try await withThrowingTaskGroup { group in
            for number in 0..<100 {
                group.addTask {
                    let body = Array("\(number)".utf8)
                    return try await client.send(HTTPRequest(.post, url, headers: ["X": "1"], body: body))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 100)
        #expect(answers.allSatisfy { $0.version == .http2 })
        #expect(answers.allSatisfy { $0.body == Array(#"{"protocol":"HTTP/2.0"}"#.utf8) })
    }

    @Test func `a certificate of an unknown authority is refused before anything is sent`() async throws {
        let server = try SecureServer()
        let client = try client(nil)
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(.post, "https://localhost:\(server.port)/", body: [1]))
        }
        #expect(error?.reason == .untrusted)
        #expect(error?.outcome == .notSent)
    }

    @Test func `a certificate for another name is refused`() async throws {
        let server = try SecureServer()
        let client = try client(server.authority)
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/"))
        }
        #expect(error?.reason == .untrusted)
    }

    @Test func `TLS before 1.2 is refused`() async throws {
        let server = try SecureServer(tls: "TLSv1 TLSv1.1")
        let client = try client(server.authority)
        let error = await #expect(throws: HTTPError.self) {
            try await client.send(HTTPRequest(.get, "https://localhost:\(server.port)/"))
        }
        #expect(error?.reason == .untrusted)
        #expect(error?.outcome == .notSent)
    }
}
