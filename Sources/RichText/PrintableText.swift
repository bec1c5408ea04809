extension String {
    /// The text on one line, without control characters and noncharacters.
    ///
    /// Tabs stay, and a line feed becomes a space. Half surrogate pairs cannot stand in a `String`.
    var printable: String {
        guard unicodeScalars.contains(where: { !$0.isPrintable || $0 == "\n" }) else { return self }
        return String(
            String.UnicodeScalarView(unicodeScalars.filter(\.isPrintable).map { $0 == "\n" ? " " : $0 })
        )
    }

    /// The text without what Jira refuses or a reader cannot see, its lines kept.
    var printableLines: String {
        guard unicodeScalars.contains(where: { !$0.isPrintable }) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter(\.isPrintable)))
    }
}

extension Unicode.Scalar {
    /// Whether the character may stand in a text for Jira; line feed and tab may.
    var isPrintable: Bool {
        switch value {
        case 0x09, 0x0A: true
        case 0x00...0x1F, 0x7F...0x9F: false
        case 0xFDD0...0xFDEF: false
        default: value & 0xFFFE != 0xFFFE
        }
    }
}
