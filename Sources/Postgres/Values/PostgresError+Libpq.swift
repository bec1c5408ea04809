import CPostgres

/// The keys of an error's fields: the characters that libpq's header defines as PG_DIAG_….
private enum DiagnosticField: UInt8 {
    case sqlState = 0x43  // C
    case message = 0x4D  // M
    case detail = 0x44  // D
    case hint = 0x48  // H
    case schema = 0x73  // s
    case table = 0x74  // t
    case column = 0x63  // c
    case constraint = 0x6E  // n
}

extension PostgresError {
    /// Reads the fields of a failed result.
    init(result: OpaquePointer, cancelled: Bool, secrets: Secrets) {
        func field(_ field: DiagnosticField) -> String? {
            guard let text = unsafe PQresultErrorField(result, Int32(field.rawValue)) else { return nil }
            return unsafe secrets.removed(from: String(cString: text))
        }
        let state = field(.sqlState)
        let kind: Kind
        switch state {
        case "57014": kind = cancelled ? .cancelled : .timedOut
        // admin_shutdown, crash_shutdown, cannot_connect_now, and idle time-outs end the session.
        case "57P01", "57P02", "57P03", "57P05", "25P03", "08006", "08003": kind = .connectionLost
        case nil: kind = .connectionLost
        default: kind = .statement
        }
        let said = unsafe secrets.removed(from: String(cString: PQresultErrorMessage(result)))
        self.init(kind, sqlState: state, field(.message) ?? said.oneLine)
        detail = field(.detail)
        hint = field(.hint)
        schema = field(.schema)
        table = field(.table)
        column = field(.column)
        constraint = field(.constraint)
    }

    /// Reads why a connection could not be made, from libpq's message in its verbose form.
    ///
    /// libpq 15 keeps no SQLSTATE of a refused connection beside the message, so it is taken from there. The
    /// phrases are libpq's and the C library's own, untranslated because this process never calls setlocale.
    init(connectFailure text: String, needsPassword: Bool) {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        let (message, state) = Self.withoutState(lines.joined(separator: " "))
        let kind: Kind =
            if needsPassword {
                .passwordMissing
            } else if state != nil {
                .rejected
            } else if message.contains("could not translate host name") {
                .hostNotFound
            } else if message.contains("Connection refused") || message.contains("No such file or directory")
            {
                .refused
            } else if message.contains("unreachable") || message.contains("No route to host") {
                .unreachable
            } else if message.contains("timed out") || message.contains("timeout expired") {
                .timedOut
            } else {
                .connectionFailed
            }
        self.init(kind, sqlState: state, message.oneLine)
    }

    /// Takes the SQLSTATE out of `…FATAL:  28P01: password authentication failed`.
    private static func withoutState(_ text: String) -> (message: String, state: String?) {
        for severity in ["FATAL:  ", "ERROR:  ", "PANIC:  "] {
            guard let found = text.firstRange(of: severity) else { continue }
            let rest = text[found.upperBound...]
            let state = rest.prefix(5)
            guard
                state.utf8.count == 5, rest.dropFirst(5).hasPrefix(": "),
                state.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
            else { continue }
            return (String(text[..<found.upperBound]) + String(rest.dropFirst(7)), String(state))
        }
        return (text, nil)
    }
}

extension String {
    /// The text on one line, with single spaces and none at the ends.
    var oneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
