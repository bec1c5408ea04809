import Foundation

/// nginx with a certificate of an authority of its own, for TLS and HTTP/2; ends with its last owner.
public final class SecureServer: Sendable {
    /// The answers that it can give.
    public enum Answer: Sendable {
        /// The protocol that was spoken, as JSON.
        case spokenProtocol
        /// The answer of another server at an address.
        case passedOn(String)
        /// That everything has moved to another address.
        case moved(String)

        fileprivate var directives: String {
            switch self {
            case .spokenProtocol:
                #"default_type application/json; return 200 '{"protocol":"$server_protocol"}';"#
            case .passedOn(let address):
                "proxy_pass \(address); proxy_http_version 1.1; client_max_body_size 0;"
            case .moved(let address): "return 301 \(address)$request_uri;"
            }
        }
    }

    /// Where it listens, on 127.0.0.1; its certificate is for `localhost`.
    public let port: Int
    private let folder: String
    private let watchdog: Watchdog

    /// The authority's certificate, which a client has to trust.
    public var authority: String { folder + "/ca.pem" }

    /// The protocols of the requests so far, such as `HTTP/2.0`, each once.
    public var protocols: Set<String> {
        let log = FileManager.default.contents(atPath: folder + "/access.log") ?? Data()
        return Set(String(decoding: log, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    /// Whether the programs that it takes are there.
    public static let isAvailable = ["/usr/sbin/nginx", "/usr/bin/openssl"].allSatisfy(
        FileManager.default.isExecutableFile
    )

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - tls: The versions of TLS that it speaks.
    ///   - answer: What it answers.
    /// - Throws: `SpawnError` when it does not start.
    public init(tls: String = "TLSv1.2 TLSv1.3", answering answer: Answer = .spokenProtocol) throws {
        folder = NSTemporaryDirectory() + "secure-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Below the ports that the system gives to servers and connections that do not ask for one of their own.
        port = Int.random(in: 15_000..<32_000)
        try Self.makeCertificates(in: folder)
        let configuration = """
            daemon off; pid \(folder)/pid; error_log \(folder)/error.log; worker_processes 1;
            events { worker_connections 256; }
            http {
              log_format spoken '$server_protocol'; access_log \(folder)/access.log spoken;
              client_body_temp_path \(folder)/body; proxy_temp_path \(folder)/proxy;
              fastcgi_temp_path \(folder)/f; uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
              server {
                listen 127.0.0.1:\(port) ssl http2; server_name localhost;
                ssl_certificate \(folder)/server.pem; ssl_certificate_key \(folder)/server.key;
                ssl_protocols \(tls); ssl_ciphers ALL:@SECLEVEL=0;
                location / { \(answer.directives) }
              }
            }
            """
        try configuration.write(toFile: folder + "/nginx.conf", atomically: true, encoding: .utf8)
        watchdog = try Watchdog(
            running: ["/usr/sbin/nginx", "-c", folder + "/nginx.conf", "-e", folder + "/error.log"],
            in: folder,
            endedBy: "TERM"
        )
        // nginx writes it when it listens.
        while !FileManager.default.fileExists(atPath: folder + "/pid") {
            guard !watchdog.isOver else {
                watchdog.end()
                throw SpawnError(description: "nginx did not start")
            }
            usleep(10_000)
        }
    }

    deinit { watchdog.end() }

    private static func makeCertificates(in folder: String) throws {
        let names = folder + "/names"
        try "subjectAltName=DNS:localhost".write(toFile: names, atomically: true, encoding: .utf8)
        let new = "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        try openssl("\(new) -x509 -days 2 -subj /CN=Test-Authority -keyout ca.key -out ca.pem", folder)
        try openssl("\(new) -subj /CN=localhost -keyout server.key -out server.csr", folder)
        let sign = "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names"
        try openssl("\(sign) -out server.pem", folder)
    }

    private static func openssl(_ arguments: String, _ folder: String) throws {
        let words = arguments.split(separator: " ").map(String.init)
        let outcome = try runBlocking("/usr/bin/openssl", words, in: folder)
        guard outcome.status == 0 else { throw SpawnError(description: "openssl: \(outcome)") }
    }
}
