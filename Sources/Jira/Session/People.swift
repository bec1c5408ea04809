internal import JSON
internal import JiraAPI

/// The names of people in requests, and the accounts behind the e-mail addresses that stand for some.
struct People: Hashable, Sendable {
    /// The member that names a person: `accountId` on Cloud, `name` on Data Center.
    var key = "accountId"
    /// The outcomes of the searches for addresses, by their lower-case form.
    var found: [String: PersonSearch] = [:]

    /// Whether a text is an e-mail address and not an account: an account's id has no `@`.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.onOneLine.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(" ") }
    }

    /// The form under which an address is looked up, in whatever case it was written.
    static func form(of address: String) -> String { address.onOneLine.lowercased() }

    /// Returns a person as a field takes one.
    func json(_ text: String) throws(FieldFault) -> JSON {
        guard Self.isAddress(text) else { return [key: .string(text.onOneLine)] }
        let search = found[Self.form(of: text)] ?? .failed(.nobody)
        switch search {
        case .account(let account): return [key: .string(account)]
        case .failed(let fault): throw .person(text.onOneLine, fault)
        }
    }
}
