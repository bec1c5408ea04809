import ArgumentParser
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

    mutating func run(in environment: Environment) async throws -> ExitStatus {
        let context = try CommandContext(environment, common)
        let store = context.stateStore
        let locks = try await store.locks()
        let (console, style) = (context.environment.console, context.output.style)
        if !common.json { context.output.write(LocksText(locks, style: style).text) }
        let isBroken = try await breakLock(of: locks, in: store, console)
        if common.json { context.output.render(LocksText(locks, isBroken: isBroken, style: style)) }
        if let hold = locks.remote, isBroken { console.remark("The lock on \(hold.remote) is broken.\n") }
        return locks.clone == nil && (locks.remote == nil || isBroken) ? .done : .locked
    }

    /// Breaks the lock on the remote when a person wants it, and returns whether it did.
    private func breakLock(
        of locks: RunLocks,
        in store: StateStore,
        _ console: Console
    ) async throws -> Bool {
        guard let hold = locks.remote else { return false }
        if let run = locks.clone, hold.isOurs {
            let command = run.process.map { ": kill \($0)" } ?? ""
            console.remark("The run at work in this clone holds it. To end that in order\(command)\n")
            return false
        }
        guard autoApprove || console.isInputTerminal else {
            console.remark(
                "There is no terminal to ask at. audit-jira unlock --auto-approve breaks the lock.\n"
            )
            return false
        }
        let isWanted = try Confirmation(console, isGiven: autoApprove).isGiven(
            to: "Break the lock on \(hold.remote)?",
            otherwise: "Nothing was broken.",
            nobody: .nobodyToApprove(hint: "Give --auto-approve")
        )
        guard isWanted else { return false }
        guard try await store.remove(hold) else { throw Problem.lockWasReplaced(on: hold.remote) }
        return true
    }
}
