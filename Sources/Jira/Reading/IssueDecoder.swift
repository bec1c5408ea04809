internal import JSON
internal import JiraAPI
internal import Reconciliation

/// The reader of issues off Jira's answers.
struct IssueDecoder: Sendable {
    /// The mapped fields to read, by their names in plans.
    let fields: [FieldName]
    /// Their ids, where they are not their names.
    var ids: [FieldName: FieldName] = [:]
    let format: RichTextFormat

    /// The fields to ask Jira for, by their ids.
    var requestedFields: [FieldName] {
        let always = ["status", "resolution", "resolutiondate", "labels"]
        return always + fields.map { ids[$0] ?? $0 }.filter { !always.contains($0) }
    }

    /// Returns the issue; nil when the answer lacks what every issue has.
    func issue(_ json: JSON) -> Issue? {
        guard let id = json["id"]?.string.flatMap({ IssueID($0) }), let key = json["key"]?.string,
            let values = json["fields"], let status = IssueStatus(values["status"])
        else { return nil }
        let labels = Self.sorted((values["labels"]?.array ?? []).compactMap(\.string))
        var issue = Issue(
            id: id,
            key: key,
            status: status,
            resolution: values["resolution"]?["name"]?.string,
            resolved: values["resolutiondate"]?.string.map { JiraTimestamp($0)?.text ?? $0 },
            labels: labels,
            marker: Marker(json["properties"]?[Marker.name])
        )
        for name in fields {
            issue.fields[name] = name == "labels" ? .list(labels) : value(values[ids[name] ?? name], of: name)
        }
        return issue
    }

    /// The value in the form in which the mapping sends one: a list without elements is no value, and one with a single
    /// element is that element, since the mapping's templates make one text for whatever sort of field.
    private func value(_ json: JSON?, of name: FieldName) -> FieldValue {
        if name == "description" { return format.block(json).map(FieldValue.text) ?? .none }
        guard let json else { return .none }
        guard let elements = json.array else { return text(json).map(FieldValue.text) ?? .none }
        let texts = Self.sorted(elements.compactMap(text))
        return texts.count > 1 ? .list(texts) : texts.first.map(FieldValue.text) ?? .none
    }

    /// The text that stands for a scalar, an option, a user, a version, an issue or a rich text.
    private func text(_ json: JSON) -> String? {
        switch json {
        case .null: return nil
        case .bool(let flag): return String(flag)
        case .integer(let number): return String(number)
        case .double(let number): return Self.text(number)
        case .string(let text): return Self.moment(text) ?? text
        case .array: return json.text(.canonical)
        case .object:
            if let text = format.text(json) { return text }
            if let parent = json["value"]?.string, let child = json["child"]?["value"]?.string {
                return "\(parent) > \(child)"
            }
            for name in ["name", "value", "key", "accountId", "id"] {
                if let text = json[name]?.string { return text }
            }
            return json.text(.canonical)
        }
    }

    /// A number without an idle fraction, so that 3.0 reads as it was written: 3.
    static func text(_ number: Double) -> String {
        number.rounded() == number ? JSON.double(number).text().beforeFraction : String(number)
    }

    /// A moment as Jira writes it, in UTC: Jira goes by the caller's time zone, which may change.
    private static func moment(_ text: String) -> String? {
        guard text.utf8.count == "2026-11-23T10:20:30.120+0000".utf8.count else { return nil }
        return JiraTimestamp(text)?.exactText
    }

    /// The texts in the order of their UTF-8 bytes, each once.
    static func sorted(_ texts: [String]) -> [String] {
        Set(texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension IssueStatus {
    /// Reads a status; the category counts by key or, where the key is missing, by id.
    init?(_ json: JSON?) {
        guard let id = json?["id"]?.string, let name = json?["name"]?.string else { return nil }
        let category = json?["statusCategory"]
        let byID: [Int: StatusCategory] = [1: .undefined, 2: .new, 3: .done, 4: .indeterminate]
        let byKey = category?["key"]?.string.flatMap(StatusCategory.init(rawValue:))
        self.init(
            id: id,
            name: name,
            category: byKey ?? category?["id"]?.integer.flatMap { byID[$0] } ?? .undefined
        )
    }
}

extension String {
    /// A number's text up to its point.
    fileprivate var beforeFraction: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
