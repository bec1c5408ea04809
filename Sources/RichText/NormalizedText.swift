extension String {
    /// The text with everything levelled that Jira's editor changes by itself.
    ///
    /// Quotes, dashes, arrows and the ellipsis take their ASCII form (Atlassian's editor replaces `"`, `--`,
    /// `->` and `...` while people type), every run of white space becomes one space, and characters without
    /// width are dropped.
    var normalized: String {
        var result = ""
        var isAfterSpace = true
        var isAfterDash = false
        for scalar in unicodeScalars where scalar.isPrintable && !scalar.isWithoutWidth {
            if scalar.properties.isWhitespace {
                if !isAfterSpace { result.append(" ") }
                isAfterSpace = true
                isAfterDash = false
                continue
            }
            // Two hyphens become one dash in the editor, three one longer dash: a run counts as one.
            let form = scalar.plainForm
            result.append(contentsOf: isAfterDash && form.first == "-" ? form.dropFirst() : form[...])
            isAfterSpace = false
            isAfterDash = form == "-" || form == "<-"
        }
        if result.last == " " { result.removeLast() }
        return result
    }
}

extension Unicode.Scalar {
    fileprivate var isDash: Bool {
        switch value {
        case 0x2D, 0x2010...0x2015, 0x2212: true
        default: false
        }
    }

    /// Whether nobody sees the character; joiners are kept, since they tell one emoji from another.
    fileprivate var isWithoutWidth: Bool {
        switch value {
        case 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F: true
        default: false
        }
    }

    fileprivate var plainForm: String {
        switch self {
        case "‘", "’", "‚", "‛", "′": "'"
        case "“", "”", "„", "‟", "″", "«", "»": "\""
        case "…": "..."
        case "→": "->"
        case "←": "<-"
        case _ where isDash: "-"
        default: String(self)
        }
    }
}
