/// The colours of text for people.
public struct Style: Hashable, Sendable {
    private let isColoured: Bool

    /// No colour.
    public static let plain = Style(isColoured: false)
    /// The sixteen colours that every terminal has.
    public static let coloured = Style(isColoured: true)

    func bold(_ text: String) -> String { paint(text, "1") }
    func red(_ text: String) -> String { paint(text, "31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "33") }
    func dim(_ text: String) -> String { paint(text, "2") }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}
