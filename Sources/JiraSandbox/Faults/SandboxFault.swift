/// A fault that the sandbox makes when a matching request comes.
public struct SandboxFault: Sendable, Equatable {
    /// The kind of the fault.
    public enum Kind: Sendable, Equatable {
        /// The connection is reset; the request has no effect.
        case resetBefore
        /// The request takes effect; then the connection is reset without an answer.
        case resetAfter
        /// The connection is closed in order and without an answer; the request has no effect.
        case closeBefore
        /// The request takes effect; then the connection is closed in order and without an answer.
        case closeAfter
        /// The request has no effect and is never answered.
        case hang
        /// The request takes effect and is never answered.
        case hangAfter
        /// The request takes effect; half of the answer's body arrives, and the connection closes.
        case cutBody
        /// The request takes effect; the answer is a page of HTML with status 200.
        case garbageBody
        /// The request takes effect; the answer is this text in its place, as JSON or as HTML.
        case body(String, status: Int = 200, html: Bool = false)
        /// The request takes effect; the answer has these bytes as its body, called JSON.
        case bytes([UInt8], status: Int = 200)
        /// The request has no effect; it is answered with this status, with JSON or HTML, and with `Retry-After` if given.
        case status(Int, retryAfter: Int? = nil, reason: String? = nil, html: Bool = false)
        /// As `status`, but the request takes effect.
        case statusAfter(Int)
        /// The request takes effect at once and is answered late.
        case slow(Duration)
        /// The answer leaves out these issues, by key or id, as if they could not be seen.
        case omitIssues([String])
        /// The request has no effect; the answer is the page on which people log in, with status 200.
        case loginPage
        /// The request has no effect: the caller failed to log in too often, and has to solve a CAPTCHA first.
        case captcha
        /// The caller counts as anonymous, as with an expired token: 200 with nothing.
        case anonymous
    }

    /// The HTTP method that matches; nil for every one.
    public var method: String?
    /// The path that matches; `*` stands for any text.
    public var path: String
    /// The kind of the fault.
    public var kind: Kind
    /// The number of matching requests that pass before the fault begins.
    public var skip: Int
    /// The number of matching requests that fail; nil for all.
    public var times: Int?

    /// Creates a fault.
    public init(_ kind: Kind, method: String? = nil, path: String = "*", skip: Int = 0, times: Int? = 1) {
        self.kind = kind
        self.method = method
        self.path = path
        self.skip = skip
        self.times = times
    }
}
