public import Workflow

/// A journal that is an array of records, for tests.
public actor InMemoryJournal: RunJournal {
    /// The records of a run that is under way, or did not finish; nil when there is none.
    public private(set) var records: [[UInt8]]?
    /// The records of each run that finished, in order.
    public private(set) var finished: [[[UInt8]]] = []
    private let killSwitch: KillSwitch

    /// Makes a journal of no run.
    public init(_ killSwitch: KillSwitch = KillSwitch()) { self.killSwitch = killSwitch }

    /// Forgets everything, as when the machine is lost.
    public func lose() { records = nil }

    /// Lets a journal be found.
    public func put(_ records: [[UInt8]]?) { self.records = records }

    /// Returns the records of the run that did not finish.
    public func interrupted() throws -> [[UInt8]]? {
        try killSwitch.step()
        return records
    }

    /// Begins a journal.
    public func begin(with record: [UInt8]) throws {
        guard records == nil else { throw Problem(.failure, "There is a journal already.") }
        try killSwitch.step()
        records = [record]
    }

    /// Adds a record.
    public func append(_ record: [UInt8]) throws {
        guard records != nil else { throw Problem(.failure, "The journal was not begun") }
        try killSwitch.step()
        records?.append(record)
    }

    /// Forgets the journal.
    public func finish() throws {
        try killSwitch.step()
        if let records { finished.append(records) }
        records = nil
    }
}
