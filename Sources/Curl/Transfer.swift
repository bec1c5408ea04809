internal import CCurl

/// One exchange in flight: a request on its way out and an answer on its way in.
///
/// Not Sendable: only the loop's thread makes and touches it, and libcurl calls back on that thread alone.
final class Transfer {
    let request: HTTPRequest
    let continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
    var handle: EasyHandle

    private let maximumResponseSize: Int
    private var bytesSent = 0
    /// Whether a connection was ready and the request about to leave, on the first attempt or a later one.
    private var hasBegunSending = false
    private var isTooLarge = false
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    /// Whether the empty line that ends the headers has come: libcurl takes a connection that closes before it for success.
    private var isHeadComplete = false
    private var body: [UInt8] = []

    /// The largest sum of header lines that is taken, in bytes.
    static let maximumHeaderSize = 256 << 10

    init(
        _ request: HTTPRequest,
        handle: consuming EasyHandle,
        maximumResponseSize: Int,
        continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
    ) {
        self.request = request
        self.handle = handle
        self.maximumResponseSize = maximumResponseSize
        self.continuation = continuation
    }

    /// Whether the request may have had an effect.
    var outcome: HTTPError.Outcome { hasBegunSending ? .unknown : .notSent }

    func willSend() { hasBegunSending = true }

    /// Copies the next part of the body, and returns its length; 0 at the end.
    func produce(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let part = request.body[bytesSent...].prefix(buffer.count)
        unsafe buffer.copyBytes(from: part)
        bytesSent += part.count
        return part.count
    }

    /// Goes back to an offset of the body, so that libcurl can send it again; false where that must not happen.
    func rewind(to offset: Int) -> Bool {
        guard request.isIdempotent, (0...request.body.count).contains(offset) else { return false }
        bytesSent = offset
        return true
    }

    /// Takes a header line; false when there are too many.
    func receive(headerLine: UnsafeRawBufferPointer) -> Bool {
        headerBytes += headerLine.count
        guard headerBytes <= Self.maximumHeaderSize else {
            isTooLarge = true
            return false
        }
        let line = unsafe String(decoding: headerLine, as: UTF8.self)
        isHeadComplete = line == "\r\n" || line == "\n"
        if line.hasPrefix("HTTP/") {
            // A status line: what came before belonged to an interim answer such as 100.
            headers.removeAll()
        } else if let colon = line.firstIndex(of: ":") {
            headers.add(line[..<colon].trimmed, line[line.index(after: colon)...].trimmed)
        }
        return true
    }

    /// Takes a part of the answer's body; false when it grows too large.
    func receive(bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= maximumResponseSize else {
            isTooLarge = true
            return false
        }
        unsafe body.append(contentsOf: bytes)
        return true
    }

    /// Returns the answer, or why there is none, once libcurl is done.
    func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPError> {
        guard code == CURLE_OK else { return .failure(error(code)) }
        guard isHeadComplete else {
            let message = "The connection ended within the headers of the answer."
            return .failure(HTTPError(.connectionLost, outcome, message: message, request: request))
        }
        let version = handle.information(CURLINFO_HTTP_VERSION)
        return .success(
            HTTPResponse(
                status: handle.information(CURLINFO_RESPONSE_CODE),
                headers: headers,
                body: body,
                version: version >= Int(CURL_HTTP_VERSION_2_0) ? .http2 : .http1
            )
        )
    }

    private func error(_ code: CURLcode) -> HTTPError {
        if isTooLarge {
            return HTTPError(
                .responseTooLarge,
                outcome,
                code: code.rawValue,
                message: "The answer is larger than \(maximumResponseSize) bytes.",
                request: request
            )
        }
        let answer = handle.information(CURLINFO_HTTP_CONNECTCODE)
        if answer >= 300, !hasBegunSending {
            return HTTPError(
                .proxyRefused(answer),
                outcome,
                code: code.rawValue,
                message: "The proxy refused the connection with status \(answer).",
                request: request
            )
        }
        var reason = HTTPError.Reason(code)
        // HTTP/0.9, that is anything without a status line, is reported as an unsupported protocol.
        if hasBegunSending, code == CURLE_UNSUPPORTED_PROTOCOL { reason = .malformedResponse }
        let text = unsafe handle.failureText ?? String(cString: curl_easy_strerror(code))
        let message = text.last == "." ? text : text + "."
        return HTTPError(reason, outcome, code: code.rawValue, message: message, request: request)
    }
}

extension Substring {
    /// The text without the white space that HTTP allows around a header's value.
    fileprivate var trimmed: String {
        let isSpace = { (character: Character) in
            character == " " || character == "\t" || character == "\r" || character == "\n"
                || character == "\r\n"
        }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
