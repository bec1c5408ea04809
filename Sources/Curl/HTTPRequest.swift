internal import Notation

/// A request to send.
public struct HTTPRequest: Sendable {
    /// The method.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// The method.
    public var method: Method
    /// The absolute address, http or https, without a user name.
    public var url: String
    /// The header fields, the content type among them.
    public var headers: HTTPHeaders
    /// The body; empty for none.
    public var body: [UInt8]
    /// The longest time that the whole exchange may take; nil for the client's own limit.
    public var timeout: Duration?
    /// Whether the server may see the request twice without harm.
    ///
    /// libcurl sends a request again when a kept connection turns out to be closed. It never does so for a request
    /// that is not idempotent.
    public var isIdempotent: Bool

    /// Creates a request; all methods but POST count as idempotent unless told otherwise.
    public init(
        _ method: Method,
        _ url: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        timeout: Duration? = nil,
        isIdempotent: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.isIdempotent = isIdempotent ?? (method != .post)
    }
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method and the address without user name, query and headers.
    public var description: String { "\(method.rawValue) \(url.withoutSecrets)" }

    /// The same as the description: headers carry secrets.
    public var debugDescription: String { description }

    /// A leaf, so that `dump` shows the description alone.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}

extension String {
    /// An address without user name, password, query and fragment.
    var withoutSecrets: String {
        let address = prefix { $0 != "?" && $0 != "#" }
        guard let scheme = address.firstRange(of: "://") else { return String(address) }
        let rest = address[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return String(address) }
        return String(address[..<scheme.upperBound] + rest[rest.index(after: at)...])
    }
}

extension HTTPRequest {
    /// Returns a text as a part of a URL: every byte but the unreserved ones of RFC 3986 as `%` and two digits.
    public static func percentEncoded(_ part: String) -> String { PercentEncoding.url.encode(part) }
}
