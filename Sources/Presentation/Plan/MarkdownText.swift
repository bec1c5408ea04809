/// Text that came from a table or from Jira, made safe to stand in a pull request's Markdown.
enum MarkdownText {
    /// Returns a text on one line in which nothing is markup, a mention, a reference to an issue, or HTML.
    static func escape(_ text: String, limit: Int = 120) -> String {
        var result = ""
        for character in PrintableText.line(text, limit: limit) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "@": result += "&#64;"
            case "#": result += "&#35;"
            case "|": result += "&#124;"
            case "\\", "`", "*", "_", "~", "[", "]", "(", ")", "!": result += "\\\(character)"
            case ":": result += "&#58;"
            default: result.append(character)
            }
        }
        return result
    }
}
