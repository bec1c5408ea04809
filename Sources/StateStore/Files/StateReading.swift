internal import Reconciliation

/// A state as it is read file by file, so that no two files have to be in memory at once.
struct StateReading {
    private let header: StateHeader
    private let files: Int
    private let digester: Digester
    private let paths: [String]
    private var next = 0
    private var links: [Link] = []

    /// Starts with a header; so many files are to follow.
    init(_ header: StateHeader, files: Int, _ digester: Digester) {
        self.header = header
        self.files = files
        self.digester = digester
        paths = header.layout.files
    }

    /// Adds the next file; they come in the order of their paths, which is that of their numbers.
    mutating func add(_ content: [UInt8], at path: String) throws(StateFault) {
        guard next < paths.count else {
            throw StateFault(path, "the file does not belong to a state of \(paths.count) files")
        }
        guard path == paths[next] else { throw StateFault(paths[next], "the file is missing") }
        let first = links.count
        // Entries are seldom shorter; a list that grows while it is filled is moved again and again.
        if next == 0 { links.reserveCapacity(content.count / 500 * files) }
        try LinkScanner.read(content, named: path, into: &links)
        if header.layout != .single {
            for index in first..<links.count
            where header.layout.index(of: links[index].row, digester) != next {
                throw StateFault(path, "the row \(links[index].row) does not belong into this file")
            }
        }
        next += 1
    }

    /// Returns the state, once all files were added.
    consuming func state() throws(StateFault) -> State {
        guard next == paths.count else { throw StateFault(paths[next], "the file is missing") }
        if header.layout != .single { LinkOrder.sort(&links) }
        return State(
            lineage: header.lineage,
            serial: header.serial,
            scope: header.scope,
            watermark: header.watermark,
            links: links
        )
    }
}
