internal import JSON
internal import JiraAPI
internal import Reconciliation

extension JiraField.Kind {
    /// Returns a value as Jira takes it for such a field.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - format: The form of rich text.
    ///   - values: The values that the field offers; nil where they are unknown, and a number then is an id.
    ///   - people: The names of people, and the accounts behind e-mail addresses.
    /// - Returns: The JSON.
    /// - Throws: The fault of a value that such a field does not take.
    func json(
        _ value: FieldValue,
        _ format: RichTextFormat,
        values: [AllowedValue]? = nil,
        people: People = People()
    ) throws(FieldFault) -> JSON {
        let texts: [String]
        switch value {
        case .none:
            // Jira takes an empty list where it says of null that it is no list.
            if case .list = self { return [] }
            return .null
        case .digest: throw .unknown
        case .text(let text): texts = [text]
        case .list(let list): texts = list
        }
        guard case .list(let kind) = self else {
            guard texts.count == 1 else { throw .several(texts) }
            return try json(texts[0], format, values: values, people: people)
        }
        var elements: [JSON] = []
        for text in texts {
            let element = try kind.json(text, format, values: values, people: people)
            // Two names may mean one value.
            if !elements.contains(element) { elements.append(element) }
        }
        return .array(elements)
    }

    private func json(
        _ text: String,
        _ format: RichTextFormat,
        values: [AllowedValue]?,
        people: People
    ) throws(FieldFault) -> JSON {
        switch self {
        case .text: return .string(text)
        case .richText: return format.value(text)
        case .number: return try Self.number(text)
        case .date: return .string(try Self.moment(text, wanted: "a day such as 2026-11-23").dayText)
        case .dateTime:
            return .string(try Self.moment(text, wanted: "a time such as 2026-11-23 10:20:30+00").text)
        case .label: return .string(text.hyphenated)
        case .option: return try Self.choice(text, of: values, by: "value")
        case .cascade: return try Self.cascade(text, of: values)
        case .named: return try Self.choice(text, of: values, by: "name")
        case .group: return ["name": .string(text.onOneLine)]
        case .user: return try people.json(text)
        case .issue:
            if text.onOneLine.isNumeric { return ["id": .string(text.onOneLine)] }
            return ["key": .string(try Self.issueKey(text))]
        case .issueKey: return .string(try Self.issueKey(text))
        case .list: throw .unknown
        }
    }

    private static func number(_ text: String) throws(FieldFault) -> JSON {
        let line = text.onOneLine
        if let whole = Int(line) { return .integer(whole) }
        // JSON knows no infinity.
        guard let number = Double(line), number.isFinite else {
            throw .form(text, wanted: "a number such as 3 or 2.5")
        }
        return .double(number)
    }

    private static func moment(_ text: String, wanted: String) throws(FieldFault) -> TableMoment {
        guard let moment = TableMoment(text.onOneLine) else { throw .form(text, wanted: wanted) }
        return moment
    }

    private static func issueKey(_ text: String) throws(FieldFault) -> String {
        guard let key = IssueKey(anyCase: text.onOneLine) else {
            throw .form(text, wanted: "the key of an issue such as CCS-8")
        }
        return key.text
    }

    /// A value by its id, which is the same in every language; by its name where no id is known.
    private static func choice(
        _ text: String,
        of values: [AllowedValue]?,
        by key: String
    ) throws(FieldFault) -> JSON {
        guard let values else {
            let line = text.onOneLine
            return [line.isNumeric ? "id" : key: .string(line)]
        }
        let value = try values.value(text)
        return value.id.map { ["id": .string($0)] } ?? [key: .string(value.name)]
    }

    /// An option with one below it, or an option alone; both may have `>` in their names.
    private static func cascade(_ text: String, of values: [AllowedValue]?) throws(FieldFault) -> JSON {
        let line = text.onOneLine
        if let values, let parent = try? values.value(line) {
            return try choice(parent.name, of: [parent], by: "value")
        }
        var first: FieldFault?
        for mark in line.indices where line[mark] == ">" {
            let (above, below) = (
                String(line[..<mark]).onOneLine, String(line[line.index(after: mark)...]).onOneLine
            )
            do throws(FieldFault) {
                let parent = try values?.value(above)
                var json = try choice(above, of: values, by: "value").object ?? [:]
                json["child"] = try choice(below, of: parent?.children, by: "value")
                return .object(json)
            } catch {
                if first == nil { first = error }
                if case .notOffered(below, _) = error { first = error }
            }
        }
        if let first { throw first }
        return try choice(line, of: values, by: "value")
    }
}

extension StringProtocol {
    /// Whether the text is digits alone, as ids are.
    var isNumeric: Bool { !isEmpty && utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } }
}
