/// A complete answer; a redirect is one too, since the client follows none.
public struct HTTPResponse: Sendable {
    /// The version of the protocol that the two sides settled on.
    public enum Version: Hashable, Sendable {
        case http1
        case http2
    }

    /// The status code.
    public var status: Int
    /// The header fields of the final answer.
    public var headers: HTTPHeaders
    /// The body, decompressed.
    public var body: [UInt8]
    /// The protocol that was spoken.
    public var version: Version

    /// Creates an answer.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], version: Version = .http1) {
        self.status = status
        self.headers = headers
        self.body = body
        self.version = version
    }
}
