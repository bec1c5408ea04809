internal import JSON
internal import JiraAPI
internal import Reconciliation
internal import Workflow

/// The site's fields as people name them, and the ids that the API wants.
struct FieldDirectory: Hashable, Sendable {
    private let entries: [Entry]

    private struct Entry: Hashable, Sendable {
        var id: FieldName
        var name: String
    }

    /// Fields that the section `mapping` has keys of its own for.
    private static let own = ["summary", "description", "labels", "priority"]

    /// Fields that issues are given otherwise than by a mapping: of several fields of one name another is meant.
    private static let moved = ["status", "resolution", "comment", "issuekey"]

    /// Reads the list of all fields; those of other projects alone are left out, since each team-managed project may have
    /// its own field of the same name.
    init?(_ json: JSON?, project: String) {
        guard let fields = json?.array else { return nil }
        entries = fields.compactMap { field in
            guard let id = field["id"]?.string, let name = field["name"]?.string else { return nil }
            let only = field["scope"]?["project"]?["id"]?.string
            return only == nil || only == project ? Entry(id: id, name: name) : nil
        }
    }

    /// Whether a name is an id for sure, so that nothing has to be asked.
    static func isID(_ name: FieldName) -> Bool {
        if FieldWriter.common[name] != nil { return true }
        let number = name.dropFirst("customfield_".count)
        return name.hasPrefix("customfield_") && !number.isEmpty
            && number.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// Returns the ids of fields, by the names that the configuration gives them.
    ///
    /// - Parameter names: The names, or ids among them.
    /// - Returns: An id for each name.
    /// - Throws: A problem with the first name that means no field, several, or one that another name means too.
    func ids(of names: [FieldName]) throws(Problem) -> [FieldName: FieldName] {
        var ids: [FieldName: FieldName] = [:]
        for name in names where Self.isID(name) { ids[name] = name }
        for name in names where ids[name] == nil {
            let id = try id(of: name)
            if Self.own.contains(id) { throw .fieldOfItsOwn(name, id) }
            if StepEntry.words.contains(name), Self.moved.contains(id) { throw .unmappableField(name) }
            if let other = ids.first(where: { $0.value == id })?.key {
                throw .sameField(other, name, id: id)
            }
            ids[name] = id
        }
        return ids
    }

    private func id(of name: FieldName) throws(Problem) -> FieldName {
        let wanted = name.onOneLine
        let matches: [(Entry) -> Bool] = [
            { $0.id == wanted }, { $0.name.onOneLine == wanted },
            { $0.name.onOneLine.lowercased() == wanted.lowercased() },
            { $0.id.lowercased() == wanted.lowercased() },
        ]
        for candidates in [entries.filter { !Self.moved.contains($0.id) }, entries] {
            for match in matches {
                let found = candidates.filter(match)
                if found.count == 1 { return found[0].id }
                guard found.isEmpty else { throw .ambiguousField(name, found.map(\.id).sorted()) }
            }
        }
        throw .unknownField(name, similar: SimilarNames.names(to: wanted, among: entries.map(\.name)))
    }
}
