internal import CCurl

extension Transfer {
    /// Sets every option that the request and the client's configuration ask for.
    func configure(_ configuration: HTTPClientConfiguration) throws(EasyHandle.Refusal) {
        try connectCallbacks()
        try setAddress(configuration)
        try setRequest()
        try handle.set(CURLOPT_USERAGENT, configuration.userAgent)
        try handle.set(CURLOPT_TIMEOUT_MS, (request.timeout ?? configuration.timeout).milliseconds)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.milliseconds)
        try handle.set(CURLOPT_FOLLOWLOCATION, false)
        // Empty means every encoding that this libcurl can undo.
        try handle.set(CURLOPT_ACCEPT_ENCODING, "")
        try handle.set(CURLOPT_NOSIGNAL, true)
        // A resolver that hangs must not hold up a cancellation.
        try handle.set(CURLOPT_QUICK_EXIT, true)
    }

    private func setAddress(_ configuration: HTTPClientConfiguration) throws(EasyHandle.Refusal) {
        guard !request.url.utf8.contains(0) else { throw EasyHandle.Refusal(code: CURLE_URL_MALFORMAT) }
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_DISALLOW_USERNAME_IN_URL, true)
        try handle.set(CURLOPT_URL, request.url)
        // An empty text, unlike none, keeps libcurl from looking into the environment.
        try handle.set(CURLOPT_PROXY, configuration.proxy?.url ?? "")
        try handle.set(CURLOPT_NOPROXY, configuration.proxy?.exceptions ?? "")
        try handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        try handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let bundle = configuration.certificateBundle { try handle.set(CURLOPT_CAINFO, bundle) }
        let isSecure = request.url.prefix(6).lowercased() == "https:"
        let version = isSecure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        try handle.set(CURLOPT_HTTP_VERSION, Int(version))
        // Waiting to share a connection makes sense only where HTTP/2 can be: else one slow answer holds up all.
        try handle.set(CURLOPT_PIPEWAIT, isSecure)
    }

    private func setRequest() throws(EasyHandle.Refusal) {
        if request.body.isEmpty, request.method == .get || request.method == .delete {
            try handle.set(CURLOPT_HTTPGET, true)
        } else {
            try handle.set(CURLOPT_UPLOAD, true)
            try handle.setOffset(CURLOPT_INFILESIZE_LARGE, request.body.count)
        }
        if request.method != .get || !request.body.isEmpty {
            try handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        // Without a body there is nothing to refuse the rewinding of: only a connection of its own keeps libcurl from
        // sending such a request twice.
        if !request.isIdempotent, request.body.isEmpty { try handle.set(CURLOPT_FRESH_CONNECT, true) }
        try handle.setHeaderLines(headerLines())
    }

    private func headerLines() throws(EasyHandle.Refusal) -> [String] {
        // No `Expect: 100-continue`: it costs a round trip, and many servers do not know it.
        var lines = ["Expect:"]
        for (name, value) in request.headers.fields {
            guard name.isHeaderName, value.isHeaderValue else {
                throw EasyHandle.Refusal(code: CURLE_BAD_FUNCTION_ARGUMENT)
            }
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        return lines
    }
}

extension String {
    /// Whether the text is a token as RFC 9110 defines it.
    fileprivate var isHeaderName: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                (0x21...0x7E).contains(byte) && !#"()<>@,;:\"/[]?={}"#.utf8.contains(byte)
            }
    }

    /// Whether the text holds no line break and no NUL, which would end the header early.
    fileprivate var isHeaderValue: Bool { utf8.allSatisfy { $0 != 0 && $0 != 0x0A && $0 != 0x0D } }
}

extension Duration {
    /// The length in whole milliseconds, at least one: to libcurl none means for ever.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        let limit = Int64(Int32.max)
        return Int(max(1, min(limit, min(limit, seconds) * 1000 + attoseconds / 1_000_000_000_000_000)))
    }
}
