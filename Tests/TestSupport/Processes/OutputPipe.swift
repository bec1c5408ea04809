import Foundation
import Glibc
import SerialExecution

/// A named pipe that takes a program's output, for tests that wait for words of it.
public final class OutputPipe: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// The path that the program writes to.
    public let path: String
    private let state = Locked(State())

    /// Makes the pipe, and reads it until its last writer closes it.
    public init(at path: String) throws {
        guard mkfifo(path, 0o600) == 0 else {
            throw SpawnError(description: "no pipe can be made at \(path)")
        }
        self.path = path
        Thread.detachNewThread { [self] in read() }
    }

    /// Everything that was written so far.
    public var text: String { String(decoding: state.withLock { $0.bytes }, as: UTF8.self) }

    /// Waits until a text was written; returns false when the pipe was closed without it.
    public func wait(for text: String) async -> Bool {
        while true {
            let (count, isClosed) = state.withLock { ($0.bytes.count, $0.isClosed) }
            if self.text.contains(text) { return true }
            if isClosed { return false }
            await change(after: count)
        }
    }

    /// Waits until the last writer closed it, and returns everything that was written.
    public func end() async -> String {
        while true {
            let (count, isClosed) = state.withLock { ($0.bytes.count, $0.isClosed) }
            if isClosed { return text }
            await change(after: count)
        }
    }

    private func change(after count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                let isThere = state.bytes.count != count || state.isClosed
                if !isThere { state.waiters.append(continuation) }
                return isThere
            }
            if isThere { continuation.resume() }
        }
    }

    private func read() {
        // Opens when the writer does.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var chunk = [UInt8](repeating: 0, count: 1 << 12)
        while true {
            let count = descriptor < 0 ? 0 : Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            let waiters = state.withLock { state in
                if count > 0 { state.bytes += chunk[..<count] } else { state.isClosed = true }
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume() }
            if count <= 0 { break }
        }
        if descriptor >= 0 { close(descriptor) }
    }
}
