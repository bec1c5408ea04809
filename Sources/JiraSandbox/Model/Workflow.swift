/// The place of a field on a transition's screen.
enum ScreenRule: String, Sendable {
    case optional
    case required
}

/// A way from one status to another.
struct StoredTransition: Sendable, Equatable {
    let id: String
    let name: String
    /// The ids of the statuses it leaves; nil means every status.
    let from: Set<String>?
    let to: String
    /// The fields on its screen.
    ///
    /// A field that is not here cannot be sent.
    let screen: [String: ScreenRule]
    /// The resolution that it sets by itself when none is sent, by name; nil for the site's first.
    let resolution: String?
    /// Whether a condition of the workflow keeps the caller from it.
    var isBarred = false

    func leaves(_ status: String) -> Bool { from?.contains(status) ?? true }
}

/// Statuses and the ways between them.
struct Workflow: Sendable, Equatable {
    let initial: String
    let statuses: [String]
    let transitions: [StoredTransition]

    /// To Do, In Progress and Done, with a transition from each to each and no screens.
    static func simplified(in catalog: inout Catalog) -> Workflow {
        make(in: &catalog, done: [:])
    }

    /// A workflow that seeds and configurations name instead of spelling it out; nil for an unknown name.
    static func named(_ name: String, in catalog: inout Catalog) -> Workflow? {
        switch name {
        case "simplified": simplified(in: &catalog)
        case "resolution-optional": make(in: &catalog, done: ["resolution": .optional])
        case "resolution-required": make(in: &catalog, done: ["resolution": .required])
        case "one-way": make(in: &catalog, done: [:], oneWay: true)
        case "stepwise": make(in: &catalog, done: [:], stepwise: true)
        default: nil
        }
    }

    /// The names that `named(_:in:)` knows.
    static let names = ["simplified", "resolution-optional", "resolution-required", "one-way", "stepwise"]

    private static func make(
        in catalog: inout Catalog,
        done: [String: ScreenRule],
        oneWay: Bool = false,
        stepwise: Bool = false
    ) -> Workflow {
        let new = catalog.status(named: "To Do", category: .new).id
        let started = catalog.status(named: "In Progress", category: .indeterminate).id
        let end = catalog.status(named: "Done", category: .done).id
        let open: Set = [new, started]
        return Workflow(
            initial: new,
            statuses: [new, started, end],
            transitions: [
                StoredTransition(
                    id: "11",
                    name: "To Do",
                    from: oneWay ? open : stepwise ? [started] : nil,
                    to: new,
                    screen: [:],
                    resolution: nil
                ),
                StoredTransition(
                    id: "21",
                    name: "In Progress",
                    from: oneWay ? open : stepwise ? [new, end] : nil,
                    to: started,
                    screen: [:],
                    resolution: nil
                ),
                StoredTransition(
                    id: "31",
                    name: "Done",
                    from: oneWay ? open : stepwise ? [started] : nil,
                    to: end,
                    screen: done,
                    resolution: nil
                ),
            ]
        )
    }
}
