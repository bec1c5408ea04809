import Mustache
import Reconciliation

/// A Mustache template over the columns of a row, compiled once.
///
/// Nothing is escaped: what comes out is plain text or Markdown, never HTML.
struct Template: Sendable {
    /// The template as it was written.
    let source: String
    /// The columns it names.
    let columns: [String]
    private let body: Body

    private enum Body: Sendable {
        /// Texts and columns one after another: most templates, and ten times as quick as the library.
        case plain([TemplateTags.Piece])
        case mustache(MustacheTemplate)
    }

    /// All that keeps a template from being used.
    struct Faults: Error, Hashable {
        /// At least one.
        var all: [TemplateTags.Fault]
    }

    /// A template of nothing.
    static let empty = Template(source: "", columns: [], body: .plain([]))

    private init(source: String, columns: [String], body: Body) {
        self.source = source
        self.columns = columns
        self.body = body
    }

    /// Compiles a template.
    ///
    /// - Parameters:
    ///   - source: The template.
    ///   - schema: The columns it may name.
    /// - Throws: All that is wrong with it.
    init(_ source: String, _ schema: RowSchema) throws(Faults) {
        let tags = TemplateTags(source)
        var faults = tags.faults
        for (column, tag) in tags.columns where !schema.columns.contains(column) {
            let suggestion = Suggestion.phrase(for: column, in: schema.columns)
            faults.append(
                TemplateTags.Fault(
                    message: "the template names '\(column)', which is no configured column\(suggestion)",
                    tag: tag,
                    word: column
                )
            )
        }
        guard faults.isEmpty else { throw Faults(all: faults) }
        self.source = source
        self.columns = tags.columns.map(\.name)
        if tags.isPlain {
            body = .plain(tags.pieces)
            return
        }
        do {
            body = .mustache(try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + source))
        } catch {
            let message = "the template cannot be read: \(error)"
            throw Faults(all: [TemplateTags.Fault(message: message, tag: 0)])
        }
    }

    /// Returns the text for a row.
    func render(_ row: RowValues) -> String {
        switch body {
        case .plain(let pieces):
            var text = ""
            for piece in pieces {
                switch piece {
                case .text(let literal): text += literal
                case .column(let column): text += row.text(of: column)
                }
            }
            return text
        case .mustache(let template): return template.render(row)
        }
    }

    /// Returns the texts for a row: the elements of an array where the template is one tag for one, else the text.
    func elements(_ row: RowValues) -> [String] {
        guard case .plain(let pieces) = body, pieces.count == 1, case .column(let column) = pieces[0],
            let list = row.list(of: column)
        else { return [render(row)] }
        return list
    }

    /// Whether it names columns, and all of them are empty in a row.
    func hasNothing(_ row: RowValues) -> Bool {
        !columns.isEmpty && columns.allSatisfy { row.text(of: $0).isEmpty }
    }
}
