import Foundation
import Git
import TestSupport
import Testing

@Suite struct GitProgramTests {
    private static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    @Test(arguments: [
        ("fatal: nothing secret here", "fatal: nothing secret here"),
        (
            "fatal: unable to access 'https://me:hunter2@example.org/x/': Connection refused",
            "fatal: unable to access 'https://(secret)@example.org/x/': Connection refused"
        ),
        ("https://ghp_token@github.com/a/b.git", "https://(secret)@github.com/a/b.git"),
        ("https://me:p/w@d@example.org/x", "https://(secret)@example.org/x"),
        ("https://me:1pass word@example.org/x", "https://(secret) word@example.org/x"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("https://example.org/x?private_token=abc", "https://example.org/x?(secret)"),
        ("ssh://git@example.org/x", "ssh://(secret)@example.org/x"),
        ("git@example.org:a/b.git: Permission denied", "git@example.org:a/b.git: Permission denied"),
        ("one\ntwo\r\n\tthree\u{1b}[31m \u{202e}four", "one two three [31m four"),
    ])
    func `what git says is one line without secrets`(text: String, line: String) {
        #expect(GitProgram.redacted(text) == line)
    }

    @Test func `a long complaint is cut`() {
        #expect(GitProgram.redacted(String(repeating: "word ", count: 500)).count == 400)
    }

    @Test func `variables do not lead it to another repository, and it cannot ask`() throws {
        let (here, elsewhere) = (try Scratch(), try Scratch())
        let git = GitProgram(
            variables: [
                "PATH": Self.path, "HOME": here.base.path(), "GIT_DIR": elsewhere.root.path() + ".git",
                "GIT_TRACE": "1",
            ],
            directory: here.root.path()
        )
        let shown = try git.run("look", ["rev-parse", "--show-toplevel"])
        #expect(shown.status == 0 && shown.errors.isEmpty)
        #expect(shown.output == here.root.path().trimming("/") + "\n")
        let asked = try git.run("ask", ["-c", "alias.ask=!cat </dev/tty", "ask"])
        #expect(asked.status != 0)
        let prompt = try git.run("ask", ["-c", "alias.ask=!echo $GIT_TERMINAL_PROMPT", "ask"])
        #expect(prompt.output == "0\n")
    }

    @Test func `a program that hangs is ended with what it started, and no git is told`() throws {
        let here = try Scratch()
        let note = here.base.appending(path: "id")
        var patience = Duration.milliseconds(300)
        // Until the program had time to say who it is.
        repeat {
            let git = GitProgram(
                variables: ["PATH": Self.path, "HOME": here.base.path()],
                directory: here.root.path(),
                patience: patience
            )
            let command =
                "alias.wait=!echo $$ > \(note.path()).new && mv \(note.path()).new \(note.path()); sleep 600"
            let error = #expect(throws: GitError.self) { try git.run("wait", ["-c", command, "wait"]) }
            #expect(error?.code == .overdue)
            patience *= 2
        } while !FileManager.default.fileExists(atPath: note.path())
        let text = try String(contentsOf: note, encoding: .utf8)
        let id = try #require(Int32(text.trimmingCharacters(in: .newlines)))
        while kill(id, 0) == 0 { usleep(1000) }
        let missing = GitProgram(variables: ["PATH": "/nowhere"], directory: here.root.path())
        #expect(throws: GitError.self) { try missing.run("look", ["status"]) }
    }

    @Test func `what goes on in the background does not hold the run up`() throws {
        let here = try Scratch()
        let git = GitProgram(
            variables: ["PATH": Self.path, "HOME": here.base.path()],
            directory: here.root.path()
        )
        let left = here.base.path() + "/left"
        let outcome = try git.run(
            "leave",
            ["-c", "alias.leave=!mkfifo \(left); cat \(left) & echo done", "leave"]
        )
        #expect(outcome.status == 0 && outcome.output.contains("done"))
        // Opening the other end ends what was left.
        try Data().write(to: URL(filePath: left), options: [])
    }
}

extension String {
    fileprivate func trimming(_ end: Character) -> String { last == end ? String(dropLast()) : self }
}
