import ArgumentParser
import JSON
import Presentation
import StateStore
import Workflow

struct UnlockVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Shows who keeps other runs away, and breaks a lock that was left on the remote.",
        discussion: """
            Asks for yes unless --auto-approve is given. Break a lock only when its run is dead: a run that finds its lock broken \
            stops, but not at once. The lock of a run in this clone goes with its process. Ends with 6 while something is locked.
            """
    )

    @OptionGroup var common: CommonOptions

    @Flag(help: "Do not ask.")
    var autoApprove = false

    mutating func run(in environment: Environment) async throws -> Status {
        let place = try CommandContext(environment, common)
        let store = place.stateStore
        let locks = try await store.locks()
        let console = place.environment.console
        let text = LocksText(locks, style: place.style)
        if !common.json { console.answer(text.text) }
        let isBroken = try await isBroken(locks, store, console)
        if common.json { console.answer(text.json(isBroken: isBroken).text(.pretty) + "\n") }
        if let hold = locks.remote, isBroken { console.remark("The lock on \(hold.remote) is broken.\n") }
        return locks.clone == nil && (locks.remote == nil || isBroken) ? .done : .locked
    }

    /// Breaks the lock on the remote when a person wants it, and returns whether it did.
    private func isBroken(_ locks: RunLocks, _ store: StateStore, _ console: Console) async throws -> Bool {
        guard let hold = locks.remote else { return false }
        if let run = locks.clone, hold.isOurs {
            let command = run.process.map { ": kill \($0)" } ?? ""
            console.remark("The run at work in this clone holds it. To end that in order\(command)\n")
            return false
        }
        if !autoApprove {
            guard console.isInputTerminal else {
                console.remark(
                    "There is no terminal to ask at. audit-jira unlock --auto-approve breaks the lock.\n"
                )
                return false
            }
            console.remark("Break the lock on \(hold.remote)? Only yes is taken as yes: ")
            guard console.readLine() == "yes" else {
                console.remark("Nothing was broken.\n")
                return false
            }
        }
        guard try await store.remove(hold) else {
            throw Problem(
                .failure,
                "The lock on \(hold.remote) is another one by now: it was not broken",
                hint: "Look again with audit-jira unlock"
            )
        }
        return true
    }
}
