public import Workflow

/// A journal that is an array of records, for tests.
public actor InMemoryJournal: RunJournal {
    /// The records of a run that is under way, or did not finish; nil when there is none.
    public private(set) var records: [[UInt8]]?
    private var left: Int?

    /// Makes a journal of no run.
    public init() {}

    /// Lets the process die once so many more records are kept: every call from then on throws ``Death``.
    public func die(after count: Int) { left = count }

    /// Starts the process again.
    public func revive() { left = nil }

    /// Forgets everything, as when the machine is lost.
    public func lose() { records = nil }

    /// Returns the records of the run that did not finish.
    public func interrupted() throws -> [[UInt8]]? { records }

    /// Begins a journal.
    public func begin(with record: [UInt8]) throws {
        guard records == nil else { throw Problem(.failure, "There is a journal already.") }
        try live()
        records = [record]
    }

    /// Adds a record.
    public func append(_ record: [UInt8]) throws {
        try live()
        records?.append(record)
    }

    /// Forgets the journal.
    public func finish() throws {
        try live()
        records = nil
    }

    private func live() throws {
        guard let left else { return }
        guard left > 0 else { throw Death() }
        self.left = left - 1
    }

    /// What a process that died is taken for.
    public struct Death: Error {}
}
