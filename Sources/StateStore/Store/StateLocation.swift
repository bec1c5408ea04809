internal import Git
internal import Glibc
internal import Workflow

/// An open repository and where in it the state is.
struct StateLocation: ~Copyable {
    let repository: Repository

    /// The state directory, by its path from the root of the repository.
    let directory: String

    /// Where the state is read from.
    let revision: Revision

    init(_ settings: StateStore.Settings) throws(Problem) {
        let repository = try asProblem { () throws(GitError) in try Repository(discovering: settings.folder) }
        var components: [Substring] = []
        if let root = repository.workDirectory {
            let folder = Self.real(settings.folder) + "/"
            let base = Self.real(root) + "/"
            if folder.hasPrefix(base) { components = folder.dropFirst(base.count).split(separator: "/") }
        }
        components += settings.directory.split(separator: "/").filter { $0 != "." }
        guard !components.isEmpty, !components.contains(".."), !settings.directory.hasPrefix("/") else {
            throw Problem(
                .usage,
                "The state directory ‘\(settings.directory)’ is not a folder below the configuration.",
                hint: "Set state.directory to a plain name such as state."
            )
        }
        directory = components.joined(separator: "/")
        revision = settings.branch.map { .branch($0) } ?? .head
        self.repository = repository
    }

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
