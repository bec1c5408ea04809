/// Makes the digests by which rows and issues are recognised.
public struct Fingerprint: Sendable {
    private let digester: Digester
    private let schema: RowSchema
    private let mapping: Mapping
    private let columns: [Int]

    /// Makes fingerprints by a mapping over a schema.
    public init(digester: Digester, schema: RowSchema, mapping: Mapping) {
        self.digester = digester
        self.schema = schema
        self.mapping = mapping
        self.columns = schema.also.indices.filter { mapping.columns.contains(schema.also[$0]) }
    }

    /// Returns the digest of all that templates see of a row, and of the templates.
    public func content(of row: Row) -> Digest {
        var input = DigestInput()
        input.add(mapping.digest)
        addContent(of: row, to: &input)
        return digester.digest(input.bytes)
    }

    /// Returns the digest of a row's debt.
    public func text(of row: Row) -> Digest { digester.digest(row.text ?? "") }

    /// Returns the digest of the columns that an action depends on.
    public func precondition(of row: Row) -> Digest {
        var input = DigestInput()
        addContent(of: row, to: &input)
        input.add(row.debt)
        input.add(row.tickets.map { "\($0.count)" })
        input.add(row.tickets ?? [])
        return digester.digest(input.bytes)
    }

    /// Returns the digest of an issue's key, status and owned fields.
    ///
    /// Of its labels only those in `owned` count: the labels that are or were ours.
    public func precondition(of issue: Issue, owned: [String]) -> Digest {
        var input = DigestInput()
        input.add(issue.id.description)
        input.add(issue.key)
        input.add(issue.status.id)
        input.add(issue.status.category.rawValue)
        input.add(issue.resolution)
        for field in mapping.tracked {
            input.add(field.name)
            if field.name == "labels" {
                input.add(issue.labels.filter(owned.contains))
            } else {
                add(issue.fields[field.name] ?? .none, to: &input)
            }
        }
        return digester.digest(input.bytes)
    }

    /// Returns a value as a base holds it: long texts and descriptions as digests, the rest in clear.
    public func remembered(_ value: FieldValue, as name: FieldName) -> FieldValue {
        guard case .text(let text) = value, name == "description" || text.utf8.count > 255 else {
            return value
        }
        return .digest(digester.digest(text))
    }

    /// Returns whether a base holds a value.
    func matches(_ base: FieldValue, _ value: FieldValue) -> Bool {
        switch (base, value) {
        case (.digest(let digest), .text(let text)): digest == digester.digest(text)
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        default: base == value
        }
    }

    private func addContent(of row: Row, to input: inout DigestInput) {
        input.add(row.key.text)
        input.add(row.path)
        input.add(row.text)
        for index in columns {
            switch index < row.also.count ? row.also[index] : .null {
            case .null: input.add(Bool?.none)
            case .bool(let flag): input.add(flag)
            case .text(let text): input.add(text)
            case .list(let list): input.add(list)
            }
        }
    }

    private func add(_ value: FieldValue, to input: inout DigestInput) {
        switch value {
        case .none: input.add(Bool?.none)
        case .text(let text): input.add(text)
        case .list(let list): input.add(list)
        case .digest(let digest): input.add(digest)
        }
    }
}
