internal import CCurl

/// A request that got no complete answer.
///
/// Its code is one of libcurl's: https://curl.se/libcurl/c/libcurl-errors.html
public struct HTTPError: Error, Hashable, Sendable {
    /// The kind of the failure.
    public enum Reason: Hashable, Sendable {
        /// The request itself cannot be sent: a bad address, header or option.
        case invalidRequest
        /// The name of the host or the proxy is not known.
        case cannotResolve
        /// Nobody accepts connections there.
        case cannotConnect
        /// The proxy opens no connection to the host, and says so by a status: 407 where it wants another login.
        case proxyRefused(Int)
        /// No trusted TLS connection came about.
        case untrusted
        /// Time ran out.
        case timedOut
        /// The connection ended before the answer was complete.
        case connectionLost
        /// The answer is not HTTP.
        case malformedResponse
        /// The answer is larger than the client takes.
        case responseTooLarge
        /// The task was cancelled, or the client went away.
        case cancelled
        /// Anything else that libcurl reports.
        case other
    }

    /// The request's effect, as far as it is known.
    public enum Outcome: Hashable, Sendable {
        /// No byte of the request left: it had no effect.
        case notSent
        /// The request was sent, in part at least: it may have been carried out.
        case unknown
    }

    /// The kind of the failure.
    public let reason: Reason
    /// Whether the request may have had an effect.
    public let outcome: Outcome
    /// libcurl's own code, 0 when the error is not libcurl's.
    public let code: UInt32
    /// The failure in words, without any header's value.
    public let message: String
    /// The method and address, without user name and query.
    public let request: String

    init(_ reason: Reason, _ outcome: Outcome, code: UInt32 = 0, message: String, request: HTTPRequest) {
        self.reason = reason
        self.outcome = outcome
        self.code = code
        self.message = message
        self.request = request.description
    }
}

extension HTTPError {
    /// Whether a certificate is not believed, rather than TLS not spoken.
    public var isAboutCertificate: Bool {
        [CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR].contains { $0.rawValue == code }
    }

    /// Whether the file of certificates to trust cannot be used.
    public var isAboutBundle: Bool { code == CURLE_SSL_CACERT_BADFILE.rawValue }
}

extension HTTPError: CustomStringConvertible {
    /// The failure and the request.
    public var description: String { "\(message) (\(request))" }
}

extension HTTPError.Reason {
    /// The one map from libcurl's codes.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED, CURLE_BAD_FUNCTION_ARGUMENT:
            self = .invalidRequest
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self = .cannotResolve
        case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_INTERFACE_FAILED:
            self = .cannotConnect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED:
            self = .untrusted
        case CURLE_OPERATION_TIMEDOUT:
            self = .timedOut
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            CURLE_SEND_FAIL_REWIND,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_READ_ERROR:
            self = .connectionLost
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            self = .malformedResponse
        default:
            self = .other
        }
    }
}
