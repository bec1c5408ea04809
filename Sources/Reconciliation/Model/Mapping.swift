/// Who decides over a mapped field.
public enum Owner: String, Hashable, Sendable, CaseIterable {
    /// The row wins; what people change in Jira is overwritten.
    case audit
    /// The issue wins; the field is never written after creation.
    case jira
    /// The side that changed wins; where both did, people decide.
    case merge
    /// The field is set at creation only.
    case once
}

/// A mapped field and its owner.
public struct MappedField: Hashable, Sendable {
    /// The field's id.
    public var name: FieldName
    /// Who decides over it.
    public var owner: Owner

    /// Makes a mapped field.
    public init(_ name: FieldName, _ owner: Owner) {
        self.name = name
        self.owner = owner
    }
}

/// How a row becomes an issue's fields.
public struct Mapping: Sendable {
    /// The mapped fields, in the order in which plans show them.
    public var fields: [MappedField]
    /// The columns beside key, path, debt and text that the templates use.
    public var columns: [String]
    /// The digest of the templates and owners; another one makes every row look changed.
    public var digest: Digest
    /// Returns the fields that an issue for a row would be sent; pure.
    public var render: @Sendable (Row) -> [FieldName: FieldValue]
    /// Returns what may be read of a field that was sent a value, as long as Jira rewrites nothing: a value for each kind of
    /// Jira; pure.
    ///
    /// Asked only where there is no base to go by.
    public var expected: @Sendable (FieldName, FieldValue) -> [FieldValue]

    /// Makes a mapping.
    public init(
        fields: [MappedField],
        columns: [String],
        digest: Digest,
        render: @escaping @Sendable (Row) -> [FieldName: FieldValue],
        expected: @escaping @Sendable (FieldName, FieldValue) -> [FieldValue] = { [$1] }
    ) {
        self.fields = fields
        self.columns = columns
        self.digest = digest
        self.render = render
        self.expected = expected
    }

    /// Returns the same mapping with some fields called otherwise.
    public func renamed(_ names: [FieldName: FieldName]) -> Mapping {
        guard !names.isEmpty else { return self }
        let old = Dictionary(names.map { ($0.value, $0.key) }) { first, _ in first }
        let (render, expected) = (render, expected)
        return Mapping(
            fields: fields.map { MappedField(names[$0.name] ?? $0.name, $0.owner) },
            columns: columns,
            digest: digest,
            render: { row in
                Dictionary(render(row).map { (names[$0.key] ?? $0.key, $0.value) }) { first, _ in first }
            },
            expected: { expected(old[$0] ?? $0, $1) }
        )
    }

    /// The fields that are compared after creation, in order.
    public var tracked: [MappedField] { fields.filter { $0.owner == .audit || $0.owner == .merge } }
}
