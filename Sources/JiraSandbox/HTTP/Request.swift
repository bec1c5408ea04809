/// One HTTP request, read in full.
struct Request: Sendable {
    var method: String
    /// The target as it was sent.
    let uri: String
    /// The path as it was sent, without the query.
    var path: String
    /// The parts of the path, decoded.
    var segments: [String]
    var query: [(name: String, value: String)]
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// The version of the API, for paths below /rest/api.
    var version = APIVersion.three
    var isAnonymous = false

    init(method: String, uri: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        self.uri = uri
        path = String(parts.first ?? "")
        segments = path.split(separator: "/").map { URLText.decode($0) }
        query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                URLText.decode(sides[0], plusIsSpace: true),
                sides.count > 1 ? URLText.decode(sides[1], plusIsSpace: true) : ""
            )
        }
        self.headers = headers
        self.body = body
    }

    /// Takes the path below which all others stand off the path; one that is not below it stays, and leads nowhere.
    mutating func leave(_ context: String) {
        let parts = context.split(separator: "/").map(String.init)
        guard !parts.isEmpty, segments.first != "sandbox" else { return }
        guard segments.starts(with: parts) else {
            segments.insert("elsewhere", at: 0)
            return
        }
        segments.removeFirst(parts.count)
        path = String(path.dropFirst(context.count))
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The values of a parameter that may be given several times, or once with commas between.
    func list(_ name: String) -> [String] {
        query.filter { $0.name == name }.flatMap { $0.value.split(separator: ",") }.map(String.init)
    }

    /// The body as JSON; refused with Jira's words where it is none.
    func json() throws(RequestRefusal) -> JSONValue {
        guard let type = header("Content-Type")?.lowercased(), type.hasPrefix("application/json") else {
            throw RequestRefusal(415, message: "The Content-Type of this request must be application/json.")
        }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw RequestRefusal(
                400,
                message: "There was an error parsing JSON. Check that your request body is valid. (\(error))"
            )
        }
    }
}

/// The version of the API that a path names.
enum APIVersion: String, Sendable {
    case two = "2"
    case three = "3"
}

/// Parts of paths and queries, with `%20` and its like.
enum URLText {
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var output: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%"), bytes.count >= 2,
                let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
            {
                output.append(value)
                bytes.removeFirst(2)
            } else if byte == UInt8(ascii: "+"), plusIsSpace {
                output.append(UInt8(ascii: " "))
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Encodes a text for use in a path.
    static func encode(_ text: String) -> String {
        text.utf8.reduce(into: "") { output, byte in
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                output.append(character)
            } else {
                output += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
