/// What the three sides are joined by: the settings that a comparison depends on.
public struct Settings: Sendable {
    /// The names of the columns.
    public var schema: RowSchema
    /// How rows become fields.
    public var mapping: Mapping
    /// What to do where the table leaves a choice.
    public var policies: Policies
    /// What is written into rows.
    public var updates: RowUpdates
    /// Makes digests.
    public var digester: Digester

    /// Makes settings.
    public init(
        schema: RowSchema,
        mapping: Mapping,
        policies: Policies,
        updates: RowUpdates,
        digester: Digester
    ) {
        self.schema = schema
        self.mapping = mapping
        self.policies = policies
        self.updates = updates
        self.digester = digester
    }

    /// Makes fingerprints by these settings.
    public var fingerprint: Fingerprint { Fingerprint(digester: digester, schema: schema, mapping: mapping) }
}
