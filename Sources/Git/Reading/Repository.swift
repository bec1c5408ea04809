internal import CGit2

/// An open repository.
///
/// It is synchronous and belongs to one task at a time; an actor with its own serial executor is the place to
/// keep one. Only values leave it: no object of libgit2 outlives the call that made it.
public struct Repository: ~Copyable {
    let handle: Owned

    /// The folder with the objects, references and configuration, ending in a slash.
    ///
    /// For a linked work tree this is its own folder below the main repository's `worktrees`.
    public let gitDirectory: String

    /// The folder that all linked work trees share, ending in a slash; else the same as ``gitDirectory``.
    public let commonDirectory: String

    /// The folder with the checked-out files, ending in a slash; nil for a bare repository.
    public let workDirectory: String?

    /// Whether there is no work tree.
    public var isBare: Bool { workDirectory == nil }

    /// Opens the repository that `path` lies in, looking upward from there.
    ///
    /// Throws ``GitError/Code/notFound`` when there is none, ``GitError/Code/owner`` when it is another user's,
    /// and ``GitError/Code/unsupported`` when its format is one that libgit2 cannot read.
    public init(discovering path: String) throws(GitError) {
        let operation = "open the repository at \(path)"
        guard Libgit2.hasStarted else {
            throw GitError(operation, .unsupported, because: "libgit2 does not start")
        }
        let handle: Owned
        do {
            handle = try unsafe Owned(operation, freedBy: { unsafe git_repository_free($0) }) {
                unsafe git_repository_open_ext(&$0, path, 0, nil)
            }
        } catch {
            throw error.explainingOpen(path)
        }
        let repository = unsafe handle.pointer
        guard let gitDirectory = unsafe git_repository_path(repository),
            let commonDirectory = unsafe git_repository_commondir(repository)
        else { throw GitError(operation, .unsupported, because: "It has no directory of its own") }
        self.gitDirectory = unsafe String(cString: gitDirectory)
        self.commonDirectory = unsafe String(cString: commonDirectory)
        self.workDirectory = unsafe git_repository_workdir(repository).map { unsafe String(cString: $0) }
        self.handle = handle
    }

    /// Returns where `HEAD` points.
    public func head() throws(GitError) -> Head {
        let head = try unsafe Owned("read HEAD", freedBy: { unsafe git_reference_free($0) }) {
            unsafe git_reference_lookup(&$0, handle.pointer, "HEAD")
        }
        guard let target = unsafe git_reference_symbolic_target(head.pointer) else {
            guard let id = unsafe git_reference_target(head.pointer) else {
                throw GitError("read HEAD", .invalid, because: "It points at nothing")
            }
            return .detached(ObjectID(unsafe id.pointee))
        }
        let name = unsafe String(cString: target)
        guard name.hasPrefix(Self.branchPrefix) else {
            throw GitError("read HEAD", .invalid, because: "It points at \(name), which is not a branch")
        }
        let branch = String(name.dropFirst(Self.branchPrefix.count))
        return if let commit = try self.target(of: name) { .branch(branch, commit) } else { .unborn(branch) }
    }

    /// Returns the commit that a revision stands for; nil when the branch or `HEAD` has none yet.
    public func commit(at revision: Revision) throws(GitError) -> ObjectID? {
        switch revision {
        case .head: try head().commit
        case .branch(let name): try target(of: Self.branchPrefix + name)
        case .commit(let id): id
        }
    }

    static let branchPrefix = "refs/heads/"

    /// Returns what a direct reference points at; nil when there is no such reference.
    func target(of reference: String) throws(GitError) -> ObjectID? {
        var id = git_oid()
        let returned = unsafe git_reference_name_to_id(&id, handle.pointer, reference)
        if returned == GitError.Code.notFound.rawValue {
            git_error_clear()
            return nil
        }
        try check("read \(reference)", returned)
        return ObjectID(id)
    }
}
