import Curl
import JSON
import Testing

@testable import JiraAPI

@Suite struct JiraAnswerTests {
    private func failure(
        _ status: Int,
        _ headers: HTTPHeaders = [:],
        _ body: String = ""
    ) throws -> JiraFailure {
        var headers = headers
        if headers["Content-Type"] == nil { headers["Content-Type"] = "application/json;charset=UTF-8" }
        let response = HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
        var failure: JiraFailure?
        do throws(JiraFailure) {
            _ = try JiraAnswer(response, call: "GET /x")
        } catch {
            failure = error
        }
        return try #require(failure)
    }

    @Test(arguments: [
        (400, JiraFailure.Kind.rejected, JiraFailure.Effect.none), (401, .credentials, .none),
        (403, .forbidden, .none),
        (404, .notFound, .none), (409, .conflict, .unknown), (410, .notFound, .none), (413, .rejected, .none),
        (422, .rejected, .none), (429, .rateLimited, .none), (500, .unavailable, .unknown),
        (502, .unavailable, .unknown), (503, .unavailable, .unknown), (504, .unavailable, .unknown),
        (408, .unavailable, .unknown), (302, .nonsense, .none),
    ])
    func `each status has its kind and says whether anything was done`(
        status: Int,
        kind: JiraFailure.Kind,
        effect: JiraFailure.Effect
    ) throws {
        let failure = try failure(status)
        #expect(failure.kind == kind)
        #expect(failure.effect == effect)
        #expect(failure.status == status)
        #expect(failure.message.contains("\(status)"))
    }

    @Test(arguments: [
        ("https://new.example.com/rest/api/3/myself", " to https://new.example.com"),
        ("HTTPS://u:secret@new.example.com:8443/x?token=secret", " to HTTPS://new.example.com:8443"),
        ("/login.jsp?os_destination=secret", " to /login.jsp"), ("https://", ""), ("?secret", ""), ("", ""),
    ])
    func `a redirect is told with where it leads, and no secret`(location: String, place: String) throws {
        for body in ["", "{}"] {
            let failure = try failure(302, ["Location": location], body)
            #expect(
                failure.message
                    == "Jira answered with status 302: it redirects\(place), which its API never does; "
                    + "is the address of Jira right?"
            )
            #expect(failure.isRedirect)
        }
    }

    @Test func `both sorts of errors are told`() throws {
        let body =
            #"{"errorMessages":["It is broken."],"errors":{"summary":"Too\nlong.","labels":"No spaces."}}"#
        let message = try failure(400, [:], body).message
        #expect(
            message == "Jira answered with status 400: It is broken.; summary: Too long.; labels: No spaces."
        )
    }

    @Test(arguments: [
        (#"{"errors":[{"message":"Not in bulk."}]}"#, "Not in bulk."),
        (#"{"message":"Gateway says no"}"#, "Gateway says no."),
        (#"{"errorMessages":[],"errors":{"x":{"deep":1}}}"#, #"x: {"deep":1}."#),
        ("{}", "it gives no reason."),
    ])
    func `errors of other shapes are told too`(body: String, text: String) throws {
        #expect(try failure(400, [:], body).message == "Jira answered with status 400: \(text)")
    }

    @Test func `a login reason outdoes a status of 200`() throws {
        let failed = try failure(200, ["X-Seraph-LoginReason": "AUTHENTICATED_FAILED"], "{}")
        #expect(failed.kind == .credentials)
        let denied = try failure(403, ["x-seraph-loginreason": "AUTHENTICATION_DENIED"], "{}")
        #expect(denied.kind == .credentials)
        #expect(denied.message.contains("CAPTCHA"))
    }

    @Test func `a 401 to a caller who was let in is about the one thing alone`() throws {
        let failed = try failure(401, ["X-Seraph-LoginReason": "OK"], #"{"errorMessages":["Not you."]}"#)
        #expect(failed.kind == .forbidden)
        #expect(failed.message == "Jira answered with status 401: Not you.")
    }

    @Test func `a web page is told by its title and never shown`() throws {
        let page =
            "<!DOCTYPE html><html><head><TITLE>\n Service &amp; Rest </TITLE></head><body>secret words</body>"
        let failed = try failure(503, ["Content-Type": "text/html"], page)
        #expect(failed.message == "Jira answered with status 503: a web page titled \"Service &amp; Rest\".")
        let login = try failure(200, ["Content-Type": "text/html"], "<title>Log in - Jira</title>")
        #expect(login.kind == .credentials)
        let other = try failure(200, ["Content-Type": "text/html"], page)
        #expect(other.kind == .nonsense)
        #expect(other.effect == .unknown)
        #expect(!other.message.contains("secret"))
    }

    @Test func `a success without JSON is none`() throws {
        #expect(try failure(200, ["Content-Type": "text/plain"], "{}").kind == .nonsense)
        #expect(try failure(200, [:], "{\"issues\":[").message.contains("broken JSON"))
    }

    @Test func `an empty success is one`() throws {
        let answer = try JiraAnswer(
            HTTPResponse(status: 204, headers: ["X-AAccountId": "5b10"]),
            call: "PUT /x"
        )
        #expect(answer.json == nil)
        #expect(answer.account == "5b10")
    }

    @Test(arguments: [
        ("7", Duration.seconds(7)), ("0", .zero), ("1.5", .milliseconds(1500)), ("soon", nil), ("-1", nil),
        ("1e30", nil), ("nan", nil),
    ])
    func `Retry-After is read where it is a number of seconds`(text: String, wait: Duration?) throws {
        let failure = try failure(429, ["Retry-After": text, "RateLimit-Reason": "jira-burst-based"])
        #expect(failure.retryAfter == wait)
        #expect(failure.rateLimit == "jira-burst-based")
    }

    @Test(
        arguments: [
            ("Tue, 24 Nov 2026 08:50:07 GMT", "Tue, 24 Nov 2026 08:49:37 GMT", Duration.seconds(30)),
            ("Wed, 25 Nov 2026 00:00:01 GMT", "Tue, 24 Nov 2026 23:59:59 GMT", .seconds(2)),
            ("Tue, 24 Nov 2026 08:49:37 GMT", "Tue, 24 Nov 2026 09:00:00 GMT", .zero),
            ("Tue, 24 Nov 2026 08:50:07 GMT", nil, nil), ("Tue, 24 Nov 2026 08:50:07 GMT", "now", nil),
            ("Thu, 24 Dec 2026 08:50:07 GMT", "Tue, 24 Nov 2026 08:49:37 GMT", nil),
            ("Tue, 24 Foo 2026 08:50:07 GMT", "Tue, 24 Nov 2026 08:49:37 GMT", nil),
            ("Tuesday, 24-Nov-26 08:50:07 GMT", "Tue, 24 Nov 2026 08:49:37 GMT", nil),
        ] as [(String, String?, Duration?)]
    )
    func `a Retry-After that is a moment counts by the server's own clock`(
        text: String,
        sent: String?,
        wait: Duration?
    ) throws {
        var headers: HTTPHeaders = ["Retry-After": text]
        if let sent { headers["Date"] = sent }
        #expect(try failure(503, headers).retryAfter == wait)
    }

    @Test func `what Jira only tries out is not acted on`() throws {
        let failure = try failure(
            429,
            [
                "Beta-Retry-After": "3000", "X-Beta-RateLimit-Reset": "2030-01-01T00:00:00Z",
                "Beta-RateLimit": "\"global\";r=0;t=3000", "X-RateLimit-NearLimit": "true",
            ]
        )
        #expect(failure.retryAfter == nil)
        #expect(failure.rateLimit == nil)
        #expect(failure.scope == .endpoint)
    }

    @Test func `no message of any length gets through`() throws {
        let body = JSON.object(["errorMessages": [.string(String(repeating: "x", count: 100_000))]]).text()
        #expect(try failure(400, [:], body).message.count < 1100)
    }

    @Test func `credentials are sent and never shown`() {
        let credentials = JiraCredentials.basic(email: "dev@example.com", token: "s3cret-token!")
        #expect(credentials.authorization == "Basic ZGV2QGV4YW1wbGUuY29tOnMzY3JldC10b2tlbiE=")
        #expect(JiraCredentials.bearer(token: "s3cret").authorization == "Bearer s3cret")
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!(dumped + "\(credentials)" + String(reflecting: credentials)).contains("s3cret"))
    }
}
