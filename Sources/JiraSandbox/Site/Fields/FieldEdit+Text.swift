extension FieldEdit {
    /// Reads a text with structure: a document in version 3, wiki markup in version 2.
    func richText(_ value: JSONValue, field: String) throws(RequestRefusal) -> RichText {
        guard version == .three else {
            guard let text = value.text else {
                throw RequestRefusal(field: field, "Operation value must be a string")
            }
            try check(length: text, field)
            // Texts that passed through a browser have the line ends of one.
            let isRewritten = configuration.rewriteText && configuration.deployment == .datacenter
            let plain = text.replacing("\r\n", with: "\n")
            return .wiki(isRewritten ? plain.replacing("\n", with: "\r\n") : text)
        }
        guard value["type"]?.text == "doc" else {
            throw RequestRefusal(
                field: field,
                field == "comment"
                    ? "Comment body is not valid!"
                    : "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            )
        }
        guard DocumentRules.problem(in: value) == nil else {
            throw RequestRefusal(400, message: "INVALID_INPUT")
        }
        try check(length: AtlassianDocument.plainText(of: value), field)
        return .document(
            configuration.rewriteText ? AtlassianDocument.rewritten(value, nextLocalId: nextLocalId) : value
        )
    }

    private func check(length text: String, _ field: String) throws(RequestRefusal) {
        guard text.utf16.count > configuration.textLimit else { return }
        let thousands = configuration.textLimit / 1000
        let rest = String(configuration.textLimit % 1000)
        let limit =
            thousands > 0 ? "\(thousands),\(String(repeating: "0", count: 3 - rest.count))\(rest)" : rest
        throw RequestRefusal(
            field: field,
            "The entered text is too long. It exceeds the allowed limit of \(limit) characters."
        )
    }
}
