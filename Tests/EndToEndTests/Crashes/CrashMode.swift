/// The way in which a run dies, and the conditions of the next runs.
struct CrashMode: Hashable, Sendable, CustomStringConvertible {
    /// The fate of the call at which the program is killed.
    enum How: String, CaseIterable, Sendable {
        /// It is not made any more.
        case before
        /// It is made, and nobody sees its outcome.
        case after
        /// Half of what should be written to a file is.
        case torn
    }

    /// The remains of the repository.
    enum Repository: String, CaseIterable, Sendable {
        /// All of it, with the journal.
        case kept
        /// A copy from before the run: neither journal nor commit.
        case lost
    }

    /// The knowledge of the search index while the next runs recover.
    enum Index: String, CaseIterable, Sendable {
        /// Everything.
        case settled
        /// Nothing of what was written since the run that died.
        case lagging
    }

    var how: How
    var repository: Repository
    var index: Index

    var description: String { "\(how.rawValue)-\(repository.rawValue)-\(index.rawValue)" }

    /// Makes a mode of its three parts.
    init(_ how: How, _ repository: Repository, _ index: Index) {
        self.how = how
        self.repository = repository
        self.index = index
    }

    /// Reads what `description` writes; nil for anything else.
    init?(_ text: String) {
        let words = text.split(separator: "-").map(String.init)
        guard words.count == 3, let how = How(rawValue: words[0]),
            let repository = Repository(rawValue: words[1]), let index = Index(rawValue: words[2])
        else { return nil }
        self.init(how, repository, index)
    }

    /// A number of its own among all modes.
    var number: Int {
        let parts = [
            How.allCases.firstIndex(of: how) ?? 0, repository == .lost ? 1 : 0, index == .lagging ? 1 : 0,
        ]
        return parts[0] + How.allCases.count * (parts[1] + 2 * parts[2])
    }

    /// The ways to die that can make a difference.
    ///
    /// When the repository is lost, what was written to it does not matter: only what a server got does, and "before a message"
    /// is "after the one before it".
    static func ways(_ repository: Repository) -> [How] { repository == .kept ? How.allCases : [.after] }

    /// Whether dying so at a point is another case than dying before the next one.
    func tells(_ point: CrashPoint) -> Bool {
        switch how {
        case .before: true
        case .after: point.isMessage
        case .torn: point.isWrite
        }
    }
}
