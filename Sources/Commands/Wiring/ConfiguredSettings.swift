package import Reconciliation
package import Workflow

/// What a configuration file comes to, for programs of this package that make states of their own.
package enum ConfiguredSettings {
    /// Reads a configuration as every command does; its path is absolute.
    package static func read(_ path: String) throws(Problem) -> Settings {
        try Configuration(reading: path).settings(CommandContext.digester)
    }
}
