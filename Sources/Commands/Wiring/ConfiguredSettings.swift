package import Reconciliation
package import Workflow

/// The settings of a configuration file, for programs of this package that make states of their own.
package enum ConfiguredSettings {
    /// Reads a configuration as every command does; its path is absolute.
    package static func read(_ path: String) throws(Problem) -> Settings {
        try Configuration(reading: path).settings(CommandContext.digester)
    }
}
