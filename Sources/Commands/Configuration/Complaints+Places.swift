import Yams

extension Complaints {
    /// Returns the line and the column, both from 1, where a tag of a template stands in the file.
    ///
    /// YAML folds lines, takes indentation off and resolves escapes, but leaves `{{` alone. So the tag is found by counting
    /// these from where the scalar begins, however it is written.
    ///
    /// - Parameters:
    ///   - tag: How many `{{` stand before it.
    ///   - word: The word of the tag that is meant; nil for the tag as a whole.
    ///   - scalar: The template, as it stands in the file.
    /// - Returns: The place; that of the scalar where an escape hides the tag; nil where the scalar has none.
    func place(ofTag tag: Int, _ word: String?, in scalar: Node.Scalar) -> (line: Int, column: Int)? {
        guard let mark = scalar.mark else { return nil }
        guard var start = index(of: mark) else { return (mark.line, mark.column) }
        let isBlock = scalar.style == .literal || scalar.style == .folded
        if isBlock { start = text[start...].firstIndex(where: \.isNewline) ?? start }
        var rest = text[start...]
        let count = TemplateTags.openings(in: scalar.string)
        if tag < count {
            for _ in 0..<tag { rest = rest.firstRange(of: "{{").map { rest[$0.upperBound...] } ?? rest }
            guard let opening = rest.firstRange(of: "{{") else { return (mark.line, mark.column) }
            rest = rest[opening.lowerBound...]
        } else if let word, let found = rest.prefix(while: { !$0.isNewline }).firstRange(of: word) {
            // A bare column, which stands without braces.
            return place(of: found.lowerBound)
        }
        let inside = rest.firstRange(of: "}}").map { rest[..<$0.lowerBound] } ?? rest
        return place(of: word.flatMap { inside.firstRange(of: $0)?.lowerBound } ?? rest.startIndex)
    }

    private func index(of mark: Mark) -> String.Index? {
        var line = text[...]
        for _ in 1..<max(1, mark.line) {
            guard let end = line.firstIndex(where: \.isNewline) else { return nil }
            line = line[line.index(after: end)...]
        }
        // libyaml counts code points.
        let scalars = line.unicodeScalars
        return scalars.index(scalars.startIndex, offsetBy: mark.column - 1, limitedBy: scalars.endIndex)
    }

    private func place(of index: String.Index) -> (line: Int, column: Int) {
        let before = text[..<index]
        let start = before.lastIndex(where: \.isNewline).map { before.index(after: $0) } ?? before.startIndex
        return (before.count(where: \.isNewline) + 1, before[start...].count + 1)
    }
}
