/// One HTTP answer.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// An answer with a JSON body.
    static func json(_ value: JSONValue, status: Int = 200) -> Answer {
        Answer(
            status: status,
            headers: [("Content-Type", "application/json;charset=UTF-8")],
            body: value.bytes
        )
    }

    static func empty(_ status: Int) -> Answer { Answer(status: status) }

    static func html(_ text: String, status: Int) -> Answer {
        Answer(status: status, headers: [("Content-Type", "text/html;charset=UTF-8")], body: Array(text.utf8))
    }
}

/// An answer that says no, in Jira's shape.
struct RequestRefusal: Error, Sendable {
    var status: Int
    var messages: [String]
    var errors: JSONMembers
    var headers: [(name: String, value: String)] = []

    init(_ status: Int, messages: [String] = [], errors: JSONMembers = JSONMembers()) {
        self.status = status
        self.messages = messages
        self.errors = errors
    }

    init(_ status: Int, message: String) { self.init(status, messages: [message]) }

    /// A refusal because of one field.
    init(field: String, _ reason: String) {
        self.init(400)
        errors[field] = .string(reason)
    }

    var collection: JSONValue {
        ["errorMessages": .array(messages.map { .string($0) }), "errors": .object(errors)]
    }

    /// Said as plain text instead of JSON, as Jira's outer layers do it.
    var isPlain = false

    var answer: Answer {
        var answer = Answer.json(collection, status: status)
        if isPlain { answer = .html(messages.joined(separator: " "), status: status) }
        answer.headers += headers
        return answer
    }

    static var noSuchIssue: RequestRefusal {
        RequestRefusal(404, message: "Issue does not exist or you do not have permission to see it.")
    }

    static var noLinking: RequestRefusal {
        RequestRefusal(404, message: "Issue linking is currently disabled.")
    }

    static var notAuthenticated: RequestRefusal {
        RequestRefusal(401, message: "Client must be authenticated to access this resource.")
    }
}

/// An answer and how it is to be delivered.
struct Reply: Sendable {
    enum Delivery: Sendable {
        case whole
        /// The connection is reset, and nothing is sent.
        case reset
        /// The connection is closed in order, and nothing is sent.
        case close
        /// Nothing is sent until the sandbox releases it, and then the connection is closed.
        case hang
        /// Nothing is sent until the sandbox releases it, and then the answer.
        case hold
        /// The head promises the whole body, half of it follows, and the connection closes.
        case cut
    }

    var answer: Answer
    var delivery = Delivery.whole
    var delay: Duration = .zero
}
