import Curl
import Testing

/// A client and a scripted server that end with the test.
struct ClientFixture: ~Copyable {
    let server: RawServer
    let client: HTTPClient

    init(
        timeout: Duration = .seconds(300),
        maximumResponseSize: Int = 1 << 20,
        _ script: @escaping RawServer.Script
    ) throws {
        let configuration = HTTPClientConfiguration(
            userAgent: "curl-tests/1",
            timeout: timeout,
            maximumResponseSize: maximumResponseSize
        )
        let client = try #require(HTTPClient(configuration))
        self.server = try RawServer(script)
        self.client = client
    }

    deinit { server.stop() }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try await client.send(request)
    }

    func post(_ path: String, _ body: String = "{}") -> HTTPRequest {
        HTTPRequest(
            .post,
            server.url + path,
            headers: ["Authorization": "Basic c2VjcmV0", "Content-Type": "application/json"],
            body: Array(body.utf8)
        )
    }

    /// Sends what must fail, and returns the error.
    func failure(_ request: HTTPRequest) async throws -> HTTPError {
        var failure: HTTPError?
        do throws(HTTPError) {
            _ = try await client.send(request)
        } catch {
            failure = error
        }
        return try #require(failure)
    }
}
