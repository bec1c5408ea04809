public import Workflow

/// The line that tells on a terminal what a run is at: not before a quarter of a second, and not more often than one can read.
///
/// It knows no clock: moments are handed in, as time since any fixed one.
public struct ProgressLine: Sendable {
    /// The time that a part of a run may take without a word.
    public static let patience = Duration.milliseconds(250)
    /// The time that a line stands before the next one takes its place.
    public static let pause = Duration.milliseconds(33)

    private var part = ""
    private var counts = ""
    private var due: Duration?
    private var isShown = false

    /// Starts with nothing to tell.
    public init() {}

    /// Takes an event.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - now: When.
    ///   - columns: The width of the terminal; nil where nobody knows it.
    /// - Returns: What to write to the terminal; nil for nothing.
    public mutating func take(_ event: Event, at now: Duration, columns: Int? = nil) -> String? {
        switch event {
        case .began(let what): (part, counts) = (what, "")
        case .progress(let done, let total): counts = " (\(done) of \(total))"
        case .waiting, .warning: return nil
        }
        if due == nil { due = now + Self.patience }
        return text(at: now, columns: columns)
    }

    /// Returns what to write when nothing has happened for a while; nil for nothing.
    ///
    /// The line stays one column short of the terminal's width: one that wraps could not be written over.
    public mutating func text(at now: Duration, columns: Int? = nil) -> String? {
        guard let due, now >= due else { return nil }
        self.due = now + Self.pause
        isShown = true
        let line = PrintableText.line(part + counts) + " …"
        guard let columns, line.count >= columns else { return "\r\u{1b}[K\(line)" }
        return "\r\u{1b}[K\(line.prefix(max(0, columns - 2)))…"
    }

    /// Returns what takes the line away; nil when there is none.
    ///
    /// The next one waits again.
    public mutating func clear() -> String? {
        defer { (isShown, due) = (false, nil) }
        return isShown ? "\r\u{1b}[K" : nil
    }
}
