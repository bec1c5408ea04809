/// Cuts lines of wiki markup so that they keep within a limit and leave nothing open.
struct WikiCut {
    /// The note at the end of a text that was cut.
    let note: String

    /// Returns the lines, or as many of them as fit together with the note.
    func fit(_ lines: [String], within limit: Int) -> [String] {
        guard lines.reduce(-1, { $0 + $1.utf16.count + 1 }) > limit else { return lines }
        // Room for the note, a blank line before it and the two macros that may have to be closed.
        var rest = limit - note.utf16.count - 2 - "{noformat}\n{quote}\n".utf16.count
        var kept: [String] = []
        var open: [String] = []
        for line in lines {
            rest -= line.utf16.count + 1
            guard rest >= 0 else {
                kept += [Self.prefix(of: line, within: rest + line.utf16.count)].compactMap(\.self)
                break
            }
            kept.append(line)
            Self.track(line, &open)
        }
        return kept + open.reversed() + (kept.isEmpty ? [note] : ["", note])
    }

    /// Follows which macros a line opens or closes; within code nothing counts but its own end.
    private static func track(_ line: String, _ open: inout [String]) {
        let macro = line.hasPrefix("{code:") ? "{code}" : line
        guard ["{code}", "{noformat}", "{quote}"].contains(macro) else { return }
        if open.last == macro {
            open.removeLast()
        } else if open.last == nil || open.last == "{quote}" {
            open.append(macro)
        }
    }

    /// Returns the longest beginning of a line that ends with a word, or nil when not one word fits.
    private static func prefix(of line: String, within limit: Int) -> String? {
        var rest = limit
        var end = line.startIndex
        for index in line.indices {
            if line[index].isWhitespace { end = index }
            rest -= line[index].utf16.count
            if rest < 0 { break }
        }
        return end == line.startIndex ? nil : String(line[..<end])
    }
}
