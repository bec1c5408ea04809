internal import JSON
internal import Reconciliation

extension Marker {
    /// The value of the entity property.
    var json: JSON {
        ["row": .string(row.text), "lineage": .string(lineage), "operation": .string(operation)]
    }

    /// The property as an issue's `properties` take it.
    var property: JSON { ["key": .string(Marker.name), "value": json] }

    /// Reads the entity property; nil when it is none of ours, or spoilt.
    init?(_ json: JSON?) {
        guard let row = json?["row"]?.string, let lineage = json?["lineage"]?.string,
            let operation = json?["operation"]?.string
        else { return nil }
        self.init(row: RowKey(row), lineage: lineage, operation: operation)
    }
}
