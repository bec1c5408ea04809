import Foundation
import Git
import TestSupport
import Testing

@Suite(.serialized) struct ConcurrencyTests {
    private static let count = 40

    @Test func `loses no commit beside a user who commits all the time`() async throws {
        let scratch = try Scratch()
        try scratch.commit("0\n", to: "code.txt")
        try scratch.repository().record(["own.txt": "0\n"])
        let root = scratch.root
        async let user = Self.inThread { try Self.commitAsUser(in: root) }
        async let ours = Self.inThread { try Self.commitOurs(in: root) }
        let (theirs, own) = try await (user, ours)
        #expect(own == Self.count)
        #expect(theirs == Self.count)
        #expect(try scratch.git("rev-list", "--count", "HEAD") == "\(2 + own + theirs)")
        #expect(try scratch.repository().text(of: "state/own.txt") == "\(own)\n")
        #expect(try scratch.repository().text(of: "code.txt") == "\(theirs)\n")
        // No commit of the user touched the state, so none reverted it.
        #expect(try scratch.git("log", "--author=Test", "--format=%s", "--", "state") == "")
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(try scratch.problems() == "")
    }

    /// Runs something on a thread of its own: the two would take both threads of the cooperative pool from all other tests.
    private static func inThread<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
        }
    }

    /// Commits with git, trying again while the index is locked, as a person would.
    private static func commitAsUser(in root: URL) throws -> Int {
        var made = 0
        for _ in 0..<(100 * count) where made < count {
            try Data("\(made + 1)\n".utf8).write(to: root.appending(path: "code.txt"))
            guard try Scratch.run(["add", "code.txt"], in: root).status == 0 else { continue }
            if try Scratch.run(["commit", "-q", "-m", "User"], in: root).status == 0 { made += 1 }
        }
        return made
    }

    private static func commitOurs(in root: URL) throws -> Int {
        let repository = try Repository(discovering: root.path())
        for number in 1...count { try repository.record(["own.txt": "\(number)\n"]) }
        return count
    }

    @Test func `keeps threads of one process from each other's way to the lock`() async throws {
        let scratch = try Scratch()
        let root = scratch.root
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    try await Self.inThread {
                        let repository = try Repository(discovering: root.path())
                        for number in 0..<50 {
                            do {
                                try repository.commit(.state(["a.txt": "\(thread) \(number)"], over: nil))
                            } catch {
                                guard (error as? GitError)?.code == .changedMeanwhile else { throw error }
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try scratch.git("rev-list", "--count", "HEAD") == "1")
        let left = try FileManager.default.contentsOfDirectory(atPath: root.path() + "/.git")
        #expect(!left.contains { $0.hasPrefix("index.lock") })
    }

    @Test func `lets one of two writers with the same base win`() async throws {
        let scratch = try Scratch()
        let root = scratch.root
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<4 {
                group.addTask {
                    let repository = try Repository(discovering: root.path())
                    do {
                        try repository.commit(.state(["a.txt": "\(number)"], over: nil))
                        return true
                    } catch {
                        guard (error as? GitError)?.code == .changedMeanwhile else { throw error }
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { count, won in count += won ? 1 : 0 }
        }
        #expect(winners == 1)
        #expect(try scratch.git("status", "--porcelain") == "")
        #expect(try scratch.git("rev-list", "--count", "HEAD") == "1")
    }
}
