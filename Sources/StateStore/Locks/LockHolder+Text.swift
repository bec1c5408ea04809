internal import JSON
internal import Workflow

/// A lock is a commit without files, whose message is one JSON object.
extension LockHolder {
    /// The largest message that is looked at; ours have some hundred bytes.
    private static let limit = 8192

    /// The holder, for the middle of a sentence.
    var phrase: String { "\(name) on \(host) (audit-jira \(command), process \(process))" }

    /// The message.
    var text: String {
        let json: JSON = [
            "format": 1,
            "id": .string(id),
            "holder": .string(name),
            "host": .string(host),
            "process": .integer(process),
            "command": .string(command),
            "since": .string(Self.moment(since)),
            "expires": .string(Self.moment(expires)),
        ]
        return json.text() + "\n"
    }

    /// Reads a message; nil when it is not one that this version wrote, whole.
    ///
    /// What it says came over the network and is shown on terminals: control characters go, and long texts are cut.
    init?(reading text: String) {
        guard text.utf8.count <= Self.limit, let json = try? JSON(parsing: text),
            json["format"]?.integer == 1,
            let id = json["id"]?.string, Self.isID(id),
            let since = json["since"]?.string.flatMap(Self.seconds),
            let expires = json["expires"]?.string.flatMap(Self.seconds)
        else { return nil }
        self.init(
            id: id,
            name: Self.clean(json["holder"]?.string),
            host: Self.clean(json["host"]?.string),
            process: json["process"]?.integer ?? 0,
            command: Self.clean(json["command"]?.string),
            since: since,
            expires: expires
        )
    }

    /// Returns a moment as `2026-11-24T01:35:47Z`.
    static func moment(_ seconds: Int64) -> String {
        ISOTimestamp.text(seconds: seconds)
    }

    private static func seconds(_ text: String) -> Int64? {
        ISOTimestamp(text).map { $0.milliseconds / 1000 }
    }

    private static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func clean(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "unknown" }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(120) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
