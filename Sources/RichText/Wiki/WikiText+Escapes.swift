extension WikiText {
    /// Returns a text whose letters all stand for themselves.
    ///
    /// Signs that only work in pairs are escaped where they could open one: before a word and not after one.
    static func escaped(_ text: String, isAtStart: Bool = true) -> String {
        let characters = Array(text)
        var result = isAtStart && opensBlock(text) ? "\u{2060}" : ""
        for (index, character) in characters.enumerated() {
            let previous = index > 0 ? characters[index - 1] : nil
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            switch character {
            case "\\":
                // Two of them would be a line break, whatever stands before.
                result += "&#92;"
            case "{", "}", "[", "]", "|":
                result += "\\\(character)"
            case "*", "_", "-", "+", "^", "~", "!", "?":
                let isAfterWord = previous.map { $0.isLetter || $0.isNumber } ?? false
                let isBeforeSpace = next?.isWhitespace ?? false
                let isMarker = isAtStart && index == 0 && isBeforeSpace
                result += isMarker || (!isAfterWord && !isBeforeSpace) ? "\\\(character)" : String(character)
            case "#" where isAtStart && index == 0:
                result += "\\#"
            case "(" where icons.contains { characters[index...].starts(with: $0) }:
                result += "\\("
            case ":" where next.map { ")(PD".contains($0) } ?? false, ";" where next == ")":
                result += "\\\(character)"
            case "&" where next.map { $0.isLetter || $0 == "#" } ?? false:
                result += "&amp;"
            default:
                result.append(character)
            }
        }
        return result
    }

    /// Whether a line with that beginning would be a heading or a quote.
    private static func opensBlock(_ text: String) -> Bool {
        text.hasPrefix("bq.") || (1...6).contains { text.hasPrefix("h\($0).") }
    }

    private static let icons = [
        "(y)", "(n)", "(i)", "(/)", "(x)", "(!)", "(+)", "(-)", "(?)", "(*", "(on)", "(off)", "(flag",
    ]
}
