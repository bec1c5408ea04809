import Reconciliation

extension AllowOptions {
    /// The names that `--allow` takes.
    static let names = Guards.names
}
