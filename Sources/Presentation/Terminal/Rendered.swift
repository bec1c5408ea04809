public import JSON

/// A result that people read as text and programs as JSON.
public protocol Rendered {
    /// The text, with a line feed at the end.
    var text: String { get }
    /// The same for programs.
    var json: JSON { get }
}

/// Several results, one below the other.
public struct RenderedList<Element: Rendered>: Rendered {
    private let elements: [Element]

    /// Prepares a list.
    public init(_ elements: [Element]) { self.elements = elements }

    /// The texts, with an empty line between two.
    public var text: String { elements.map(\.text).joined(separator: "\n") }

    /// An array.
    public var json: JSON { .array(elements.map(\.json)) }
}
