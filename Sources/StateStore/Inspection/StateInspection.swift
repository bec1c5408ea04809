internal import Reconciliation

/// Looks for everything that is wrong with the files of a state, where ``StateReading`` stops at the first fault.
struct StateInspection {
    /// The faults found so far.
    private(set) var faults: [StateFault] = []

    /// The paths that no state has.
    let strays: [String]

    /// The header; nil where there is none that can be read.
    let header: StateHeader?

    /// The layout of the links: the header's, or else the likeliest.
    let layout: Layout

    /// The number of files with links that were looked at.
    private(set) var files = 0

    /// The number of links that could be read.
    var links: Int { entries.count }

    private let directory: String
    private let digester: Digester
    private var entries: [Entry] = []

    /// The parts of a link that tell how it fits the others.
    private struct Entry {
        let row: RowKey
        let issue: IssueID
        let key: String
        let isManaged: Bool
        let file: String
        let line: Int
    }

    /// Starts with the content of `state.json`, if there is any, and the paths of all files, in order.
    ///
    /// All paths are those within the state directory; only messages name them from the root of the repository.
    init(header content: [UInt8]?, paths: [String], in directory: String, _ digester: Digester) {
        self.directory = directory
        self.digester = digester
        let read = content.map(StateHeader.inspect)
        header = read?.header
        faults = read?.faults ?? []
        layout = header?.layout ?? Layout.likeliest(paths)
        let known = Set(layout.files)
        strays = paths.filter { $0 != StateHeader.file && !known.contains($0) && !Self.isGits($0) }
        let present = Set(paths)
        let missing = layout.files.filter { !present.contains($0) }
        if content == nil {
            guard let orphan = paths.first(where: Self.isLinks) else { return }
            add(StateHeader.file, "the file is missing, though there is \(directory)/\(orphan)")
        } else if missing.count == layout.rawValue, layout != .single {
            add(StateHeader.file, "none of the \(missing.count) files with links is there")
            return
        }
        for path in missing { add(path, "the file is missing") }
    }

    /// Looks at the content of a file; what is no file of this state's links is passed over.
    mutating func add(_ content: [UInt8], at path: String) {
        guard let number = layout.number(of: path) else { return }
        files += 1
        var found: [StateFault] = []
        var entries: [Entry] = []
        LinkScanner.inspect(content) { link, line in
            if layout != .single, layout.index(of: link.row, digester) != number {
                let place = directory + "/" + layout.file(layout.index(of: link.row, digester))
                found.append(
                    StateFault(path, line: line, "the row \(link.row) does not belong here but into \(place)")
                )
            }
            entries.append(
                Entry(
                    row: link.row,
                    issue: link.issue,
                    key: link.key,
                    isManaged: link.kind == .managed,
                    file: path,
                    line: line
                )
            )
        } fault: { line, message in
            found.append(StateFault(path, line: line, message))
        }
        faults += found
        self.entries += entries
    }

    /// Notes a fault of a file as a whole.
    mutating func add(_ path: String, _ message: String) { faults.append(StateFault(path, message)) }

    /// Looks at how the links fit together, once all files were added.
    mutating func finish() {
        let known = Set(faults.lazy.map { "\($0.file):\($0.line ?? 0)" })
        entries.sort { left, right in
            left.row == right.row
                ? (left.issue, left.file, left.line) < (right.issue, right.file, right.line)
                : left.row < right.row
        }
        var manager: Entry?
        for (index, entry) in entries.enumerated() {
            if manager?.row != entry.row { manager = nil }
            let before = index > 0 ? entries[index - 1] : nil
            if let before, before.row == entry.row, before.issue == entry.issue {
                // Where both stand in one file, its order has told already.
                guard !known.contains("\(entry.file):\(entry.line)") else { continue }
                let message =
                    "the link of row \(entry.row) and \(entry.key) stands in \(place(of: before)) too"
                faults.append(StateFault(entry.file, line: entry.line, message))
            } else if entry.isManaged {
                if let manager {
                    let message =
                        "row \(entry.row) has two managed links, to \(manager.key) in \(place(of: manager)) and to \(entry.key) here"
                    faults.append(StateFault(entry.file, line: entry.line, message))
                }
                manager = manager ?? entry
            }
        }
    }

    private func place(of entry: Entry) -> String { "\(directory)/\(entry.file):\(entry.line)" }

    /// Whether a path is that of links, in whatever layout.
    private static func isLinks(_ path: String) -> Bool {
        path == "links.yaml" || path.hasPrefix("links/")
    }

    /// Whether a file is one that git reads, such as `.gitattributes`.
    static func isGits(_ path: String) -> Bool {
        [".gitattributes", ".gitignore", ".gitkeep"].contains { path == $0 || path.hasSuffix("/\($0)") }
    }
}
