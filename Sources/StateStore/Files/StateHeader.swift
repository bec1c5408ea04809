internal import JSON
internal import Reconciliation

/// The content of `state.json`: all of a state but its links.
struct StateHeader: Equatable {
    static let file = "state.json"
    static let format = 1

    var lineage: String
    var serial: Int
    var scope: Scope
    var watermark: Watermark?
    var layout: Layout

    init(_ state: State, layout: Layout) {
        lineage = state.lineage
        serial = state.serial
        scope = state.scope
        watermark = state.watermark
        self.layout = layout
    }

    /// The file's content.
    var file: [UInt8] {
        let watermark: JSON =
            self.watermark.map { ["changes": .integer(Int($0.changes)), "full": .integer(Int($0.full))] }
            ?? .null
        let value: JSON = [
            "format": .integer(Self.format),
            "lineage": .string(lineage),
            "serial": .integer(serial),
            "jira": [
                "site": .string(scope.site), "project": .string(scope.project),
                "project_id": .string(scope.projectID),
            ],
            "table": .string(scope.table),
            "watermark": watermark,
            "files": .integer(layout.rawValue),
        ]
        return value.serialized(.pretty) + Array("\n".utf8)
    }

    /// Reads the file, which has to have exactly these members in this order.
    init(reading file: [UInt8]) throws(StateFault) {
        let result: Result<StateHeader, JSONError> = file.withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            do throws(JSONError) {
                let header = try StateHeader(&scanner)
                try scanner.finish()
                return .success(header)
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let header): self = header
        case .failure(let error):
            let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let line = error.line <= lines.count ? lines[error.line - 1] : []
            let isMark = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { line.starts(with: $0.utf8) }
            throw StateFault(
                Self.file,
                line: error.line,
                isMark ? "a merge left its marks here" : error.message
            )
        }
    }

    private init(_ scanner: inout JSONScanner) throws(JSONError) {
        try scanner.beginObject()
        try scanner.expect("format")
        guard try scanner.integer() == Self.format else {
            throw scanner.failure("the format is one that this version does not know; a later one wrote it")
        }
        try scanner.expect("lineage")
        lineage = try scanner.string()
        try scanner.expect("serial")
        serial = try scanner.integer()
        guard State.serials.contains(serial) else {
            throw scanner.failure("the serial is no number that a state can have: \(serial)")
        }
        try scanner.expect("jira")
        try scanner.beginObject()
        try scanner.expect("site")
        let site = try scanner.string()
        try scanner.expect("project")
        let project = try scanner.string()
        try scanner.expect("project_id")
        let projectID = try scanner.string()
        try scanner.expectEnd()
        try scanner.expect("table")
        scope = Scope(site: site, project: project, projectID: projectID, table: try scanner.string())
        try scanner.expect("watermark")
        if try !scanner.null() {
            try scanner.beginObject()
            try scanner.expect("changes")
            let changes = try scanner.moment()
            try scanner.expect("full")
            watermark = Watermark(changes: changes, full: try scanner.moment())
            try scanner.expectEnd()
        }
        try scanner.expect("files")
        guard let layout = Layout(rawValue: try scanner.integer()) else {
            throw scanner.failure("the number of files is none of 1, 256 and 4096")
        }
        self.layout = layout
        try scanner.expectEnd()
    }
}

extension JSONScanner {
    /// Goes on to the member of this name, which must be the next one.
    fileprivate mutating func expect(_ name: StaticString) throws(JSONError) {
        guard let key = try nextKey() else { throw failure("‘\(name)’ is missing") }
        guard key == name else { throw failure("‘\(key.text)’ stands where ‘\(name)’ is expected") }
    }

    /// Reads a moment in milliseconds since 1970.
    fileprivate mutating func moment() throws(JSONError) -> Int64 {
        let moment = try integer()
        guard Watermark.moments.contains(moment) else {
            throw failure("a watermark is in milliseconds since 1970, which \(moment) cannot be")
        }
        return Int64(moment)
    }

    /// Goes past the end of an object that has no further members.
    fileprivate mutating func expectEnd() throws(JSONError) {
        if let key = try nextKey() { throw failure("‘\(key.text)’ is not a member of a state") }
    }
}
