import Reconciliation

extension Binding {
    /// Binds a plan to the state that it is made from.
    init(_ stored: StoredState?, scope: Scope, configuration: Digest) {
        self.init(
            lineage: stored?.state.lineage,
            serial: stored?.state.serial ?? 0,
            state: stored?.object,
            scope: scope,
            configuration: configuration
        )
    }
}
