import Workflow

/// The program that shows people a page.
struct Browser {
    private let environment: Environment

    init(_ environment: Environment) { self.environment = environment }

    /// The programs to try, in order: those of `$BROWSER`, or what the system opens pages with.
    ///
    /// `$BROWSER` is a list with colons between; `%s` in one of them stands for the address, which else comes last.
    private func programs(for url: String) -> [[String]] {
        guard let list = environment.variable("BROWSER") else { return [["xdg-open", url], ["open", url]] }
        return list.split(separator: ":").compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else { return nil }
            guard words.contains(where: { $0.contains("%s") }) else { return words + [url] }
            return words.map { $0.replacing("%s", with: url) }
        }
    }

    /// Shows a page.
    ///
    /// - Throws: A `Problem` with the address when no program did.
    func open(_ url: String) throws(Problem) {
        var surroundings = environment
        surroundings.variables = environment.variablesForOthers
        for words in programs(for: url) where environment.runProgram(words, surroundings) { return }
        throw .noBrowser(for: url)
    }
}
