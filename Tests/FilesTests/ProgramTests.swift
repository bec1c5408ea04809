import Files
import Glibc
import TestSupport
import Testing

@Suite struct ProgramTests: ~Copyable {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func shell(_ script: String, variables: [String: String] = [:]) -> Program {
        Program("/bin/sh", ["-c", script], variables: variables)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `what a program prints comes back with its status`() throws {
        let script = "echo out; echo err >&2; echo \"$NAME\"; env | grep -c PATH; exit 3"
        let remains = try #require(shell(script, variables: ["NAME": "é"]).runApart(patience: .seconds(30)))
        #expect(remains.status == 3 && !remains.isOverdue)
        #expect(text(remains.output) == "out\né\n0\n" && text(remains.errors) == "err\n")
    }

    @Test func `a program apart has nothing to read and no terminal`() throws {
        let remains = try #require(shell("cat; cat < /dev/tty").runApart(patience: .seconds(30)))
        #expect(remains.status != 0 && remains.output.isEmpty && !remains.errors.isEmpty)
    }

    @Test func `the first part of much output is kept`() throws {
        let remains = try #require(shell("yes | head -c 3000000").runApart(patience: .seconds(60)))
        #expect(remains.status == 0 && remains.output.count == 1 << 20)
    }

    @Test func `a program that takes too long is ended with what it started`() throws {
        let script = "sleep 600 & echo $!; sleep 600"
        let remains = try #require(shell(script).runApart(patience: .milliseconds(300)))
        #expect(remains.isOverdue && remains.status == 128 + SIGTERM)
        let child = try #require(Int32(text(remains.output).prefix { $0 != "\n" }))
        while kill(child, 0) == 0 { usleep(1000) }
    }

    @Test func `a program that will not end is ended`() throws {
        let script = "trap '' TERM; while :; do sleep 0.1; done"
        let remains = try #require(shell(script).runApart(patience: .milliseconds(300)))
        #expect(remains.isOverdue && remains.status == 128 + SIGKILL)
    }

    @Test func `a program that prints runs in its folder`() throws {
        var program = shell("pwd; exit 2")
        program.directory = folder.path
        let remains = try #require(program.runPrinting())
        #expect(remains.status == 2 && text(remains.output) == folder.path + "\n")
        #expect(shell("exit 4").runShowing() == 4)
    }

    @Test func `a signal that ends a program shows in the status`() throws {
        #expect(shell("kill -9 $$").runPrinting()?.status == 128 + SIGKILL)
    }

    @Test func `a program that is not there does not start`() {
        let program = Program("/nowhere/program", [], variables: [:])
        #expect(program.runApart(patience: .seconds(1)) == nil)
        #expect(program.runPrinting() == nil && program.runShowing() == nil)
    }

    @Test func `no open file of this process is handed down`() throws {
        let file = try OpenFile(making: folder.path("file"), permissions: 0o600)
        let remains = try #require(shell("ls -l /proc/self/fd").runApart(patience: .seconds(30)))
        #expect(!text(remains.output).contains(folder.path))
        try file.append([1])
    }
}
