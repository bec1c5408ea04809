internal import JSON

/// The outcome of a search for an e-mail address.
enum PersonSearch: Hashable, Sendable {
    /// The account of that address.
    case account(String)
    /// No account can be told.
    case failed(Fault)

    /// A reason why no account can be told.
    enum Fault: Hashable, Sendable {
        /// No account that can be seen has the address.
        case nobody
        /// Several have it: their names and accounts.
        case several([String])
        /// Accounts were found whose address Jira does not show, so that it may or may not be theirs: their names and
        /// accounts.
        case hidden([String])
        /// The account is switched off.
        case inactive
    }

    /// Reads the answer to a search.
    ///
    /// Jira searches by the beginnings of names and addresses; only an account with the whole address is meant.
    ///
    /// - Parameters:
    ///   - users: The users found.
    ///   - address: The address.
    ///   - key: The member by which requests name a person.
    init(_ users: [JSON], for address: String, key: String) {
        let wanted = People.form(of: address)
        let known = users.compactMap { user -> (account: String, user: JSON)? in
            user[key]?.string.map { ($0, user) }
        }
        let owners = known.filter {
            $0.user["emailAddress"]?.string.map(People.form) == wanted
                || (key == "name" && People.form(of: $0.account) == wanted)
        }
        let active = owners.filter { $0.user["active"]?.bool != false }
        let hidden = known.filter { ($0.user["emailAddress"]?.string ?? "").isEmpty }
        func names(_ people: [(account: String, user: JSON)]) -> [String] {
            people.map { "\(($0.user["displayName"]?.string ?? "").quoted) is \($0.account)" }
        }
        switch (active.count, owners.isEmpty, hidden.isEmpty) {
        case (1, _, _): self = .account(active[0].account)
        case (2..., _, _): self = .failed(.several(names(active)))
        case (_, false, _): self = .failed(.inactive)
        case (_, true, false): self = .failed(.hidden(names(hidden)))
        case (_, true, true): self = .failed(.nobody)
        }
    }
}
