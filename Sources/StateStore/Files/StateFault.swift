/// A place in a state file that is not as this program writes it.
struct StateFault: Error, Hashable {
    /// The file, by its path within the state directory.
    let file: String

    /// The line, counted from 1; nil when the fault is the file as a whole.
    let line: Int?

    /// The fault, as a phrase without a stop.
    let message: String

    init(_ file: String, line: Int? = nil, _ message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}
