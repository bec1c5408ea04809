internal import Git
internal import Glibc
internal import Workflow

/// An open repository, and the place of the state in it.
struct StateLocation: ~Copyable {
    let repository: Repository

    /// The state directory, by its path from the root of the repository.
    let directory: String

    /// The revision that the state is read from.
    let revision: Revision

    init(_ settings: StateSettings) throws(Problem) {
        let repository = try asProblem { () throws(GitError) in try Repository(discovering: settings.folder) }
        var components: [Substring] = []
        if let root = repository.workDirectory {
            let folder = Self.real(settings.folder) + "/"
            let base = Self.real(root) + "/"
            if folder.hasPrefix(base) { components = folder.dropFirst(base.count).split(separator: "/") }
        }
        components += settings.directory.split(separator: "/").filter { $0 != "." }
        guard !components.isEmpty, !components.contains(".."), !settings.directory.hasPrefix("/") else {
            throw .outsideStateDirectory(settings.directory)
        }
        directory = components.joined(separator: "/")
        revision = settings.branch.map { .branch($0) } ?? .head
        self.repository = repository
    }

    /// The folder of this program among git's, for what is not committed.
    var privateFolder: String { repository.commonDirectory + "audit-jira" }

    /// Whether the work tree shows the branch that holds the state.
    func isCheckedOut() throws(GitError) -> Bool {
        guard !repository.isBare else { return false }
        guard case .branch(let wanted) = revision else { return true }
        switch try repository.head() {
        case .branch(let name, _), .unborn(let name): return name == wanted
        case .detached: return false
        }
    }

    /// Returns a path without symbolic links and without a slash at its end.
    private static func real(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        let text = String(cString: resolved)
        return text == "/" ? "" : text
    }
}
