import ArgumentParser

/// The verbs that look into the state.
struct StateVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Looks into the committed state.",
        subcommands: [
            StateListVerb.self, StateShowVerb.self, StateVerifyVerb.self, StateReshardVerb.self,
            StateRebuildVerb.self,
        ]
    )
}
