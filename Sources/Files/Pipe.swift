internal import Glibc

/// A pipe to a child process, closed with this value.
struct Pipe: ~Copyable {
    private let reading: Int32
    /// The end that the child writes to.
    let writing: Int32

    /// Makes a pipe that no program inherits by itself; nil when there are too many.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Closes the end that is the child's, and returns the other one.
    consuming func reader() -> Reader {
        close(writing)
        let reader = Reader(end: reading)
        discard self
        return reader
    }

    /// The end of a pipe that is read, closed with this value.
    struct Reader: ~Copyable {
        /// The number of the end; -1 once the stream ended.
        private(set) var end: Int32
        /// As much of a stream as is kept.
        private static let limit = 1 << 20

        fileprivate init(end: Int32) { self.end = end }

        deinit { if end >= 0 { close(end) } }

        /// From now on returns at once where there is nothing to read.
        func waitForNothing() { _ = fcntl(end, F_SETFL, O_NONBLOCK) }

        /// Returns everything up to the end of the stream, as far as that is kept.
        consuming func content() -> [UInt8] {
            var content: [UInt8] = []
            drain(into: &content)
            return content
        }

        /// Takes what there is to read.
        mutating func drain(into bytes: inout [UInt8]) {
            var chunk = [UInt8](repeating: 0, count: 4096)
            while end >= 0 {
                let count = unsafe read(end, &chunk, chunk.count)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN { return }
                guard count > 0 else {
                    close(end)
                    end = -1
                    return
                }
                bytes += chunk[..<min(count, max(0, Self.limit - bytes.count))]
            }
        }
    }
}
