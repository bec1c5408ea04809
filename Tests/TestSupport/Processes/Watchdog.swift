import Glibc
import SerialExecution

/// Runs a server in a folder of its own, and ends it and removes the folder when this process ends, however it ends.
///
/// A small shell starts the server and waits on a pipe whose other end only this process holds: a normal exit, a crash
/// and a kill all close it. On a normal exit the process waits for the shell, so that nothing is left a moment later.
public final class Watchdog: Sendable {
    private static let all = Locked<[Watchdog]>([])
    private static let atExit: Void = { atexit { Watchdog.endAll() } }()
    private let writeEnd: Int32
    private let folder: String
    private let shell: Spawned

    /// Starts `command`, which logs to `log` in `folder`; `signal` is the one that ends it at once.
    public init(running command: [String], in folder: String, endedBy signal: String) throws {
        let ends = try Spawned.pipe()
        let script = """
            folder=$1; signal=$2; shift 2
            ( "$@" > "$folder/log" 2>&1 & echo $! > "$folder/server.new"; mv "$folder/server.new" "$folder/server"
              wait; : > "$folder/over" ) &
            cat > /dev/null
            until [ -e "$folder/server" ]; do :; done
            kill "-$signal" "$(cat "$folder/server")"
            wait
            rm -rf "$folder"
            """
        shell = try Spawned(
            "/bin/sh",
            ["-c", script, "watchdog", folder, signal] + command,
            directory: "/",
            stdin: .descriptor(ends[0]),
            ownSession: true
        )
        close(ends[0])
        writeEnd = ends[1]
        self.folder = folder
        Self.atExit
        Self.all.withLock { $0.append(self) }
    }

    /// Whether the server ended by itself.
    public var isOver: Bool { access(folder + "/over", F_OK) == 0 }

    /// Ends the server now.
    public func end() {
        let known = Self.all.withLock { all in
            let before = all.count
            all.removeAll { $0 === self }
            return all.count < before
        }
        guard known else { return }
        close(writeEnd)
        shell.wait()
    }

    private static func endAll() {
        // The last one started may stand on the others, as PgBouncer does on PostgreSQL.
        while let last = all.withLock({ $0.last }) { last.end() }
    }
}
