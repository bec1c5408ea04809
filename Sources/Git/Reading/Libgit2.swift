internal import CGit2

/// The library itself: started once, and never shut down.
///
/// Shutting it down would pull the ground from under handles of other threads, and the end of the process
/// frees everything anyway.
enum Libgit2 {
    /// Extensions of the repository format that change nothing for reading and committing whole files.
    ///
    /// `worktreeconfig` is set by `git sparse-checkout`, `partialclone` by `git clone --filter`.
    private static let harmlessExtensions: [StaticString] = ["worktreeconfig", "partialclone"]

    /// Whether the library has started.
    static let hasStarted: Bool = {
        guard git_libgit2_init() > 0 else { return false }
        git2_flush_git_directory(1)
        git2_verify_what_is_read(0)
        var names: [UnsafePointer<CChar>?] = unsafe harmlessExtensions.map {
            unsafe UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        return unsafe git2_accept_extensions(&names, names.count) == 0
    }()
}
