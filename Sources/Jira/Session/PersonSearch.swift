internal import JSON
internal import Workflow

/// What a search for an e-mail address came to.
enum PersonSearch: Hashable, Sendable {
    /// The account of that address.
    case account(String)
    /// Why it cannot be told.
    case failed(Fault)

    /// Why no account can be told.
    enum Fault: Hashable, Sendable {
        /// No account that can be seen has the address.
        case nobody
        /// Several have it: their names and accounts.
        case several([String])
        /// Accounts were found whose address Jira does not show, so that nobody knows whether it is theirs: their names and
        /// accounts.
        case hidden([String])
        /// The account is switched off.
        case inactive
    }

    /// Reads what a search answers.
    ///
    /// Jira searches by the beginnings of names and addresses; only who has the whole address is meant.
    ///
    /// - Parameters:
    ///   - users: The users found.
    ///   - address: The address.
    ///   - key: What names a person in requests.
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

extension PersonSearch.Fault {
    /// How many people a message names.
    private static let mostNamed = 5

    /// The problem that a row or an issue has with a field by that.
    func problem(with field: String, _ address: String, about subject: String) -> Problem {
        switch self {
        case .nobody:
            Problem(
                .failure,
                "\(subject): \(field) takes a person, and Jira finds none with the address \(address.quoted).",
                hint:
                    "Check the address. If it is right, Jira hides it, or the account lacks the permission Browse users and groups: "
                    + "write the person's account id."
            )
        case .inactive:
            Problem(
                .failure,
                "\(subject): \(field) takes a person, and the account with the address \(address.quoted) is switched off.",
                hint: "Name somebody else."
            )
        case .several(let people):
            Problem(
                .failure,
                "\(subject): \(field) takes a person, and \(people.count) have the address \(address.quoted): "
                    + "\(people.prefix(Self.mostNamed).joined(separator: "; ")).",
                hint: "Write the account id of the one who is meant in place of the address."
            )
        case .hidden(let people):
            Problem(
                .failure,
                "\(subject): \(field) takes a person, and Jira hides the addresses of those it finds for \(address.quoted): "
                    + "\(people.prefix(Self.mostNamed).joined(separator: "; ")).",
                hint: "Write the account id in place of the address."
            )
        }
    }
}
