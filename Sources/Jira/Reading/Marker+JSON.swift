internal import JSON
internal import Reconciliation

extension Marker {
    /// The value of the entity property.
    var json: JSON {
        ["row": .string(row.text), "lineage": .string(lineage), "operation": .string(operation)]
    }

    /// The property as an issue's `properties` take it.
    var property: JSON { ["key": .string(Marker.name), "value": json] }

    /// The property of an issue that was parted from its row: it says what it was, and counts no more.
    var releasedProperty: JSON {
        var value = json.object ?? [:]
        value["released"] = true
        return ["key": .string(Marker.name), "value": .object(value)]
    }

    /// Reads the entity property; nil when it is none of ours, spoilt, or counts no more.
    init?(_ json: JSON?) {
        // A Jira that keeps the value as the text it was sent gives it back as such.
        let json = json?.string.flatMap { try? JSON(parsing: Array($0.utf8)) } ?? json
        guard json?["released"]?.bool != true else { return nil }
        guard let row = json?["row"]?.string, let lineage = json?["lineage"]?.string,
            let operation = json?["operation"]?.string
        else { return nil }
        self.init(row: RowKey(row), lineage: lineage, operation: operation)
    }
}
