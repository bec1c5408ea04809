internal import JSON
internal import JiraAPI
public import Reconciliation
internal import RichText

extension JiraField {
    /// Returns the values that may be read of a field that was sent one.
    ///
    /// Nothing is known of the field here: a time is read of one for days as its day, of one for times as its moment; a number
    /// without idle zeros, a label without spaces, Markdown as its words.
    ///
    /// - Parameter value: The value that was sent.
    /// - Returns: That value, and the others that say the same.
    public static func readings(of value: FieldValue) -> [FieldValue] {
        switch value {
        case .none, .digest: return [value]
        case .list(let texts):
            return [value, .list(IssueDecoder.sorted(texts.map(\.hyphenated)))]
        case .text(let text):
            let line = text.onOneLine
            var readings = [text, text.hyphenated, ADF.plainText(ADF.document(markdown: text))]
            if let moment = TableMoment(line) { readings += [moment.dayText, moment.text] }
            if let number = Double(line), number.isFinite { readings.append(IssueDecoder.text(number)) }
            return readings.map(FieldValue.text)
        }
    }
}

extension String {
    /// The text as a label: runs of white space become `-`.
    var hyphenated: String { split(whereSeparator: \.isWhitespace).joined(separator: "-") }
}
