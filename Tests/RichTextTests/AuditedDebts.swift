import Foundation

/// The debts of a real code base, where a machine has them.
enum AuditedDebts {
    private static let path = TestData.path("data/scrapersky/file_audit.csv")

    static let areThere = FileManager.default.fileExists(atPath: path)

    /// Row keys and texts of the rows with debt.
    static let all: [(row: String, text: String)] = {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let records = Self.records(of: String(decoding: data, as: UTF8.self))
        guard
            let names = records.first, let row = names.firstIndex(of: "file_number"),
            let debt = names.firstIndex(of: "has_technical_debt"),
            let text = names.firstIndex(of: "technical_debt")
        else { return [] }
        return records.dropFirst().filter { $0.count == names.count && $0[debt] == "t" }.map {
            ($0[row], $0[text])
        }
    }()

    /// Returns a text without the numbers that mark list items, which ADF does not write out.
    static func withoutListNumbers(_ text: String) -> String {
        text.replacing(/(?m)^\s*\d+[.)]\s/, with: "")
    }

    /// Returns the records of a CSV text by RFC 4180.
    private static func records(of text: String) -> [[String]] {
        var records: [[String]] = []
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var previous: Character = ","
        for character in text {
            switch character {
            case "\"":
                // A quote right after the one that seemed to close the field stands for itself.
                if !isQuoted, previous == "\"" { field.append(character) }
                isQuoted.toggle()
            case _ where isQuoted: field.append(character)
            case ",",
                _ where character.isNewline:
                fields.append(field)
                field = ""
                guard character.isNewline else { break }
                records.append(fields)
                fields = []
            default: field.append(character)
            }
            previous = character
        }
        return records
    }
}
