import Workflow

/// Asks a person what cannot be found out; where nobody can be asked, says which option tells it.
struct Interview {
    private let console: Console
    /// Whether nothing is to be asked.
    let isSilent: Bool

    /// - Parameters:
    ///   - console: Where to ask.
    ///   - isSilent: Whether nothing is to be asked.
    init(_ console: Console, isSilent: Bool) {
        self.console = console
        self.isSilent = isSilent
    }

    /// Lets a person pick one of some names.
    ///
    /// - Parameters:
    ///   - question: What is picked: `The project for new issues`.
    ///   - names: The names, and what each is called beside that; none to take any text.
    ///   - usual: What an empty answer means; nil for no such meaning.
    ///   - option: How to tell it on the command line.
    /// - Returns: One of the names; or the text.
    /// - Throws: A `Problem` when nobody can be asked or answers.
    func pick(
        _ question: String,
        from names: [(name: String, title: String)],
        usual: String? = nil,
        option: String
    ) throws(Problem) -> String {
        guard !isSilent else {
            throw .notTold(question, among: names.map(\.name), option: option)
        }
        console.remark("\(question)\n")
        for (place, entry) in names.enumerated() {
            let title = entry.title.isEmpty || entry.title == entry.name ? "" : "  \(entry.title)"
            console.remark("  \(place + 1)  \(entry.name)\(title)\n")
        }
        while true {
            console.remark(usual.map { "  [\($0)] " } ?? "  > ")
            guard let line = console.readLine() else {
                throw .notAnswered(question, option: option)
            }
            let answer = line.trimmingSpaces
            if answer.isEmpty, let usual { return usual }
            if names.isEmpty, !answer.isEmpty { return answer }
            if let name = names.first(where: { $0.name.lowercased() == answer.lowercased() }) {
                return name.name
            }
            if let number = Int(answer), names.indices.contains(number - 1) { return names[number - 1].name }
            console.remark("  That is none of them. Type a name or its number.\n")
        }
    }
}
