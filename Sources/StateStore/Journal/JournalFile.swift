internal import Files
internal import Notation
public import Reconciliation
internal import SerialExecution
public import Workflow

/// The journal as a file in the git directory, a line a record, each on disk before the run goes on.
///
/// A line is sixteen hexadecimal digits of the record's SHA-256, a space, the record. Nothing is ever written over. A last
/// line that is not whole or not what its digits say was being written when the process or the machine died.
public actor JournalFile: RunJournal {
    /// The thread on which blocking calls run.
    private let executor = SerialQueueExecutor(label: "journal")
    /// The executor of this actor.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let settings: StateSettings
    private let digester: Digester
    private var file: OpenFile?
    /// Records that wait to be written, and how many came in all.
    private let waiting = Locked((bytes: [UInt8](), count: 0))
    /// The number of records that are on disk.
    private var kept = 0
    /// The reason why nothing can be added any more.
    private var failure: Problem?

    /// Makes a journal for the state of these settings; each state directory and branch has its own.
    public init(_ settings: StateSettings, digester: Digester) {
        self.settings = settings
        self.digester = digester
    }

    /// Returns the records of a run that did not finish; nil when there is none.
    public func interrupted() async throws -> [[UInt8]]? {
        let path = try path()
        let content = try asProblem { () throws(FileError) in try WholeFile.content(of: path) }
        return try content.map { content throws(Problem) in try records(in: content, path) }
    }

    /// Begins a journal with its first record.
    public func begin(with record: [UInt8]) async throws {
        let path = try path()
        let line = line(record)
        file = try asProblem { () throws(FileError) in
            let folder = Folder.containing(path)
            // For this account alone: records hold what rows say.
            for folder in [Folder.containing(folder), folder] { try Folder.make(folder, permissions: 0o700) }
            let file = try OpenFile(making: path, permissions: 0o600)
            try file.append(line)
            try file.synchronize()
            try Folder.synchronize(folder)
            return file
        }
        (kept, failure) = (0, nil)
        waiting.withLock { $0 = ([], 0) }
    }

    /// Adds a record, which is on disk when this returns.
    nonisolated public func append(_ record: [UInt8]) async throws {
        let line = line(record)
        // Those that come while others are being written go to disk together.
        let number = waiting.withLock { waiting in
            waiting.bytes += line
            waiting.count += 1
            return waiting.count
        }
        try await keep(upTo: number)
    }

    private func keep(upTo number: Int) throws {
        guard number > kept else { return }
        if let failure { throw failure }
        let (bytes, count) = waiting.withLock { waiting in
            let taken = waiting
            waiting.bytes = []
            return taken
        }
        do throws(Problem) {
            guard file != nil else { throw .journalNotBegun }
            do throws(FileError) {
                try file?.append(bytes)
                try file?.synchronize()
            } catch {
                throw .journal(error)
            }
        } catch {
            // Half a line may be on disk: another behind it would not be read.
            failure = error
            throw error
        }
        kept = count
    }

    /// Removes the journal.
    public func finish() async throws {
        file = nil
        let path = try path()
        try asProblem { () throws(FileError) in try WholeFile.remove(path) }
    }

    nonisolated private func line(_ record: [UInt8]) -> [UInt8] {
        checksum(record) + [UInt8(ascii: " ")] + record + [UInt8(ascii: "\n")]
    }

    nonisolated private func checksum(_ record: some Collection<UInt8>) -> [UInt8] {
        Array(digester.digest(Array(record)).description.utf8.suffix(64).prefix(16))
    }

    private func records(in content: [UInt8], _ path: String) throws(Problem) -> [[UInt8]] {
        var lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Behind the last line feed is nothing, or what of a line came to disk.
        if !lines.isEmpty { lines.removeLast() }
        var records: [[UInt8]] = []
        for (index, line) in lines.enumerated() {
            let record = line.dropFirst(17)
            guard line.count > 17, line.prefix(17).elementsEqual(checksum(record) + [UInt8(ascii: " ")])
            else {
                guard index < lines.count - 1 else { break }
                throw .spoiltJournal(path, line: index + 1)
            }
            records.append(Array(record))
        }
        return records
    }

    /// The journal's file: one for each state, so that two states in one repository do not meet.
    private func path() throws(Problem) -> String {
        let place = try StateLocation(settings)
        var name = place.directory
        if let branch = settings.branch { name += "@" + branch }
        let file = PercentEncoding(keeping: "-.@_").encode(name) + ".jsonl"
        return "\(place.privateFolder)/journal/\(file)"
    }
}

/// Runs what throws errors of files, and throws them as problems of the journal.
private func asProblem<Value: ~Copyable>(
    _ body: () throws(FileError) -> Value
) throws(Problem) -> Value {
    do throws(FileError) {
        return try body()
    } catch {
        throw .journal(error)
    }
}
