internal import Glibc

/// The process's standard streams.
public enum StandardStreams {
    /// Opens those that the caller closed, so that no file and no connection is taken for one of them.
    public static func openClosed() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            _ = unsafe open("/dev/null", O_RDWR)
        }
    }
}
