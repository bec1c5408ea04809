extension SandboxFault {
    /// Reads a fault as `POST /sandbox/faults` takes it.
    init(_ json: JSONValue) throws(SandboxError) {
        guard let name = json["kind"]?.text else { throw SandboxError("The fault has no 'kind'.") }
        self.init(
            try Self.kind(name, json),
            method: json["method"]?.text,
            path: json["path"]?.text ?? "*",
            skip: json["skip"]?.whole ?? 0,
            times: json["times"] == .null ? nil : json["times"]?.whole ?? 1
        )
    }

    private static func kind(_ name: String, _ json: JSONValue) throws(SandboxError) -> Kind {
        switch name {
        case "reset-before": return .resetBefore
        case "reset-after": return .resetAfter
        case "close-before": return .closeBefore
        case "close-after": return .closeAfter
        case "hang": return .hang
        case "hang-after": return .hangAfter
        case "cut-body": return .cutBody
        case "garbage-body": return .garbageBody
        case "login-page": return .loginPage
        case "captcha": return .captcha
        case "anonymous": return .anonymous
        case "omit-issues": return .omitIssues(json["issues"]?.texts ?? [])
        case "slow": return .slow(.milliseconds(json["milliseconds"]?.whole ?? 1000))
        case "body":
            return .body(
                json["body"].map { $0.text ?? $0.serialized } ?? "",
                status: json["status"]?.whole ?? 200,
                html: json["html"]?.truth ?? false
            )
        case "status":
            return .status(
                json["status"]?.whole ?? 500,
                retryAfter: json["retryAfter"]?.whole,
                reason: json["reason"]?.text,
                html: json["html"]?.truth ?? false
            )
        case "status-after": return .statusAfter(json["status"]?.whole ?? 500)
        default:
            throw SandboxError(
                "There is no fault of kind '\(name)'; there are reset-before, reset-after, close-before, close-after, hang, hang-after, cut-body, "
                    + "garbage-body, body, status, status-after, slow, omit-issues, login-page, captcha and anonymous."
            )
        }
    }
}
