internal import Workflow

/// Whether a lock that was found on the remote keeps this run away.
enum LockStatus: Hashable {
    /// Its holder may be at work.
    case held
    /// Its time is over.
    case expired
    /// A run of this clone took it, and has ended without giving it back.
    case abandoned

    /// Decides.
    ///
    /// To be called by who holds the clone's own lock alone: then no other run of this clone is alive. That the lock was taken
    /// here is told by a note in the clone's private folder, for host and path are the same in many containers. Who
    /// copies a clone to another machine copies the note, so the host has to be the same as well.
    ///
    /// - Parameters:
    ///   - holder: What the lock says; nil when that cannot be read.
    ///   - now: The time, in seconds since 1970.
    ///   - host: This machine.
    ///   - noted: The locks that this clone took and has not seen given back.
    /// - Returns: The verdict.
    static func on(_ holder: LockHolder?, at now: Int64, host: String, noted: [String]) -> Self {
        guard let holder else { return .held }
        if noted.contains(holder.id), holder.host == host { return .abandoned }
        return holder.expires <= now ? .expired : .held
    }
}
