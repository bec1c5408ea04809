/// The settings of a client.
///
/// The client reads nothing from the environment: what is to count has to stand here.
public struct HTTPClientConfiguration: Sendable {
    /// The way through a proxy.
    public struct Proxy: Sendable, CustomStringConvertible, CustomReflectable {
        /// The proxy's address; it may carry a user name and a password.
        public var url: String
        /// Hosts that are reached directly, separated by commas; `*` for all.
        public var exceptions: String

        /// Creates a way through a proxy.
        public init(url: String, exceptions: String = "") {
            self.url = url
            self.exceptions = exceptions
        }

        /// The address without the password.
        public var description: String { url.withoutSecrets }

        /// A leaf, so that `dump` shows no password.
        public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
    }

    /// The client's name, as servers see it.
    public var userAgent: String
    /// The way through a proxy; nil connects directly.
    public var proxy: Proxy?
    /// A file of certificates to trust in place of the system's.
    public var certificateBundle: String?
    /// The longest time that a connection may take to come about.
    public var connectTimeout: Duration
    /// The longest time that an exchange may take when its request has none of its own.
    public var timeout: Duration
    /// The largest body that is taken, in bytes after decompression.
    public var maximumResponseSize: Int

    /// Creates a configuration.
    public init(
        userAgent: String,
        proxy: Proxy? = nil,
        certificateBundle: String? = nil,
        connectTimeout: Duration = .seconds(10),
        timeout: Duration = .seconds(30),
        maximumResponseSize: Int = 64 << 20
    ) {
        self.userAgent = userAgent
        self.proxy = proxy
        self.certificateBundle = certificateBundle
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.maximumResponseSize = maximumResponseSize
    }
}
