import JiraSandbox
import TestSupport
import Testing

/// The ways to a Jira that is not next door: TLS, proxies, and what is said when they do not lead there.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled && SecureServer.isAvailable)) struct NetworkTests {
    /// Runs a test with a server that speaks TLS before Jira.
    private func open(
        tls: String = "TLSv1.2 TLSv1.3",
        answering answer: SecureServer.Answer? = nil,
        _ work: (RealSystem, SecureServer) async throws -> Void
    ) async throws {
        try await RealSystem.open { shop in
            let server = try SecureServer(tls: tls, answering: answer ?? .passedOn(shop.jira.url))
            var secure = shop
            secure.variables["JIRA_URL"] = "https://localhost:\(server.port)"
            try await work(secure, server)
        }
    }

    private func trusting(_ server: SecureServer, _ more: [String: String] = [:]) -> [String: String?] {
        more.merging(["SSL_CERT_FILE": server.authority]) { $1 }.mapValues { $0 }
    }

    @Test func `SSL_CERT_FILE names an authority of one's own, and HTTP/2 is spoken`() async throws {
        try await open { shop, server in
            try await shop.audit("sync", with: trusting(server)).expecting(0)
            try await shop.audit("plan", "--detailed-exitcode", with: trusting(server)).expecting(0)
            #expect(server.protocols == ["HTTP/2.0"])
            #expect(shop.jira.issues.count == 7)
        }
    }

    @Test func `a certificate that is not trusted is refused before the token is sent`() async throws {
        try await open { shop, server in
            let result = try await shop.audit("plan").expecting(1)
            result.saying("certificate", "SSL_CERT_FILE", "an authority of your own")
            #expect(server.protocols.isEmpty)
            #expect(!result.stderr.contains("waiting"), "\(result)")
            // For another name than the certificate's.
            let url = "https://127.0.0.1:\(server.port)"
            try await shop.audit("plan", with: trusting(server, ["JIRA_URL": url])).expecting(1)
                .saying("certificate is for another host")
            #expect(shop.jira.requests.isEmpty)
        }
    }

    @Test func `a file of certificates that cannot be used is named by its variable`() async throws {
        try await open { shop, _ in
            for file in ["/nowhere/ca.pem", shop.repository + "/audit-jira.yaml"] {
                try await shop.audit("plan", with: ["SSL_CERT_FILE": file]).expecting(1)
                    .saying("SSL_CERT_FILE must name a file", "PEM")
            }
        }
    }

    @Test func `TLS before 1.2 is refused`() async throws {
        try await open(tls: "TLSv1 TLSv1.1") { shop, server in
            try await shop.audit("plan", with: trusting(server)).expecting(1).saying("TLS 1.2 or newer")
            #expect(server.protocols.isEmpty)
        }
    }

    @Test func `a redirect is not followed, and the new address is named`() async throws {
        try await open(answering: .moved("https://bakery.atlassian.example")) { shop, server in
            let result = try await shop.audit("plan", with: trusting(server)).expecting(1)
            result.saying("status 301", "it redirects to https://bakery.atlassian.example,", "jira.url")
            #expect(shop.jira.requests.isEmpty)
        }
    }

    @Test(arguments: [nil, "baker:bre@d"])
    func `HTTPS_PROXY leads through a proxy, with and without a login`(login: String?) async throws {
        try await open { shop, server in
            let proxy = try ConnectProxy(login: login)
            defer { proxy.stop() }
            let name = login == nil ? "" : "baker:bre%40d@"
            let address = "http://\(name)127.0.0.1:\(proxy.port)"
            let result = try await shop.audit("sync", with: trusting(server, ["HTTPS_PROXY": address]))
            result.expecting(0)
            #expect(Set(proxy.targets) == ["localhost:\(server.port)"])
            #expect(Set(proxy.logins) == [login])
            #expect(shop.jira.issues.count == 7)
            // The token is Jira's alone: none of it goes to the proxy.
            #expect(server.protocols == ["HTTP/2.0"])
        }
    }

    @Test func `a proxy that wants another login is told by the variable, without the password`() async throws
    {
        try await open { shop, server in
            let proxy = try ConnectProxy(login: "baker:bread")
            defer { proxy.stop() }
            for login in ["", "baker:cr0issant@"] {
                let address = "http://\(login)127.0.0.1:\(proxy.port)"
                let variables = trusting(server, ["HTTPS_PROXY": address])
                let result = try await shop.audit("plan", "--verbose", with: variables).expecting(7)
                result.saying("The proxy refused the connection with status 407", "HTTPS_PROXY")
                #expect(!result.printed.contains("cr0issant"), "\(result)")
                #expect(!result.printed.contains("JIRA_API_TOKEN"), "\(result)")
            }
            #expect(proxy.targets.isEmpty)
            #expect(shop.jira.requests.isEmpty)
        }
    }

    @Test func `a proxy that lets nobody through is told`() async throws {
        try await open { shop, server in
            let proxy = try ConnectProxy(refusing: 403)
            defer { proxy.stop() }
            let address = "http://127.0.0.1:\(proxy.port)"
            try await shop.audit("plan", with: trusting(server, ["HTTPS_PROXY": address])).expecting(1)
                .saying("The proxy refused the connection with status 403", "NO_PROXY")
        }
    }

    @Test(arguments: ["localhost", "example.com,localhost", "*"])
    func `NO_PROXY leads past the proxy`(exceptions: String) async throws {
        try await open { shop, server in
            let proxy = try ConnectProxy(refusing: 403)
            defer { proxy.stop() }
            let variables = ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)", "NO_PROXY": exceptions]
            try await shop.audit("plan", with: trusting(server, variables)).expecting(0)
            #expect(proxy.logins.isEmpty)
        }
    }

    @Test func `an answer larger than any of Jira's is not taken`() async throws {
        try await open { shop, server in
            let size = 65 << 20
            let body = #"{"displayName":""# + String(repeating: "x", count: size) + #""}"#
            shop.jira.addFault(.body(body), path: "/rest/api/3/myself", times: nil)
            try await shop.audit("plan", with: trusting(server)).expecting(1)
                .saying("The answer is larger than", "jira.url")
        }
    }
}
