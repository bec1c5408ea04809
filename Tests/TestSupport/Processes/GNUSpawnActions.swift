import Glibc

/// Two things that a program can be told before it starts, which Swift's Glibc module leaves out as GNU extensions.
struct GNUSpawnActions: Sendable {
    typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>
    typealias ChangeDirectory = @convention(c) @Sendable (Actions, UnsafePointer<CChar>) -> Int32
    typealias CloseFrom = @convention(c) @Sendable (Actions, Int32) -> Int32

    /// `posix_spawn_file_actions_addchdir_np`: runs it in a folder; paths in later actions start there.
    let changeDirectory: ChangeDirectory

    /// `posix_spawn_file_actions_addclosefrom_np`: closes a descriptor and all above it.
    let closeFrom: CloseFrom

    /// The C library's, where it has them: glibc has both since 2.34.
    static let found: GNUSpawnActions? = {
        guard let changeDirectory = dlsym(nil, "posix_spawn_file_actions_addchdir_np"),
            let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")
        else { return nil }
        return GNUSpawnActions(
            changeDirectory: unsafeBitCast(changeDirectory, to: ChangeDirectory.self),
            closeFrom: unsafeBitCast(closeFrom, to: CloseFrom.self)
        )
    }()
}
