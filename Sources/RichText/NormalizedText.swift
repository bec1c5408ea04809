extension String {
    /// The text with everything levelled that Jira's editor changes by itself.
    ///
    /// Quotes, dashes, arrows and the ellipsis take their ASCII form (Atlassian's editor replaces `"`, `--`,
    /// `->` and `...` while people type), every run of white space becomes one space, and characters without
    /// width are dropped.
    var normalized: String {
        var text = NormalizedText(capacity: utf8.count)
        for scalar in unicodeScalars { text.append(scalar) }
        return text.string
    }
}

/// A text that is levelled while it grows, kept as UTF-8 since most of it is ASCII.
private struct NormalizedText {
    private var bytes: [UInt8] = []
    private var isAfterSpace = true
    private var isAfterDash = false

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// The text without the space at its end.
    var string: String {
        String(decoding: bytes.last == 0x20 ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x20, 0x09...0x0D: appendSpace()
        case 0x2D: appendDash()
        case 0x21..<0x7F: append(CollectionOfOne(UInt8(truncatingIfNeeded: scalar.value)))
        default: appendUnusual(scalar)
        }
    }

    private mutating func appendUnusual(_ scalar: Unicode.Scalar) {
        guard !scalar.properties.isWhitespace else { return appendSpace() }
        guard scalar.isPrintable, !scalar.isWithoutWidth else { return }
        switch scalar {
        case "\u{2010}"..."\u{2015}", "\u{2212}": appendDash()
        case "‘", "’", "‚", "‛", "′": append("'".utf8)
        case "“", "”", "„", "‟", "″", "«", "»": append("\"".utf8)
        case "…": append("...".utf8)
        case "→":
            appendDash()
            append(">".utf8)
        case "←":
            append("<".utf8)
            appendDash()
        default: append(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private mutating func append(_ form: some Collection<UInt8>) {
        bytes.append(contentsOf: form)
        isAfterSpace = false
        isAfterDash = false
    }

    /// Two hyphens become one dash in the editor, three one longer dash: a run of dashes counts as one.
    private mutating func appendDash() {
        if !isAfterDash { append("-".utf8) }
        isAfterDash = true
    }

    private mutating func appendSpace() {
        if !isAfterSpace { bytes.append(0x20) }
        isAfterSpace = true
        isAfterDash = false
    }
}

extension Unicode.Scalar {
    /// Whether nobody sees the character; joiners are kept, since they tell one emoji from another.
    fileprivate var isWithoutWidth: Bool {
        switch value {
        case 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F: true
        default: false
        }
    }
}
