public import Reconciliation

extension Settings {
    /// Settings as the defaults of the configuration make them, with templates as closures.
    ///
    /// - Parameters:
    ///   - digester: SHA-256.
    ///   - policies: What to do where the decision table leaves a choice.
    ///   - owners: Who decides over which field, where it is not the default.
    ///   - revision: Stands for the templates; another one makes every row look changed.
    /// - Returns: The settings.
    public static func example(
        digester: Digester,
        policies: Policies = Policies(),
        owners: [FieldName: Owner] = [:],
        revision: String = "1"
    ) -> Settings {
        let schema = RowSchema.example
        let defaults: [(name: FieldName, owner: Owner)] = [
            ("summary", .merge), ("description", .merge), ("labels", .merge), ("priority", .once),
        ]
        let mapping = Mapping(
            fields: defaults.map { MappedField($0.name, owners[$0.name] ?? $0.owner) },
            columns: ["layer_number"],
            digest: digester.digest("templates \(revision)"),
            render: { row in
                [
                    "summary": .text("Technical debt in \(row.path)"),
                    "description": .text(row.text ?? ""),
                    "labels": .list([Marker.name, "layer-\(layer(of: row, in: schema))", "technical-debt"]),
                    "priority": .text("Medium"),
                ]
            },
            expected: { [InMemoryTracker.normalised($1, of: $0)] }
        )
        return Settings(
            schema: schema,
            mapping: mapping,
            policies: policies,
            updates: .example,
            digester: digester
        )
    }

    private static func layer(of row: Row, in schema: RowSchema) -> String {
        if case .text(let layer) = row.value(of: "layer_number", in: schema) { layer } else { "0" }
    }
}

extension RowSchema {
    /// The default columns, a layer for templates, and the columns that status changes write.
    public static let example = RowSchema(also: ["layer_number", "audit_status", "audit_date"])
}

extension RowUpdates {
    /// The defaults of the configuration.
    public static let example = RowUpdates(
        onStarted: [Assignment("audit_status", .literal(.text("IN_PROGRESS")))],
        onResolved: [
            Assignment("has_technical_debt", .literal(.bool(false))),
            Assignment("audit_status", .literal(.text("COMPLETED"))),
            Assignment("audit_date", .resolutionDate),
        ],
        onReopened: [
            Assignment("has_technical_debt", .literal(.bool(true))),
            Assignment("audit_status", .literal(.text("IN_PROGRESS"))),
        ]
    )
}

extension Row {
    /// A row of the example's schema.
    public static func example(
        _ key: RowKey,
        path: String? = nil,
        debt: Bool? = true,
        text: String? = "Too **long**.",
        tickets: [String]? = nil,
        layer: String = "1",
        status: String = "PENDING"
    ) -> Row {
        Row(
            key: key,
            path: path ?? "src/\(key).py",
            debt: debt,
            text: text,
            tickets: tickets,
            also: [.text(layer), .text(status), .null]
        )
    }
}
