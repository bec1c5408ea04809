/// The record of a run's writes, before and after each, until its state is committed.
///
/// Records are bytes without line feeds. All methods throw a `Problem`.
public protocol RunJournal: Sendable {
    /// Returns the records of a run that did not finish, in the order in which they were written; nil when there is none. A
    /// last record that was not wholly written is left out.
    func interrupted() async throws -> [[UInt8]]?
    /// Begins a journal with its first record, which is kept when this returns; throws when there is one.
    func begin(with record: [UInt8]) async throws
    /// Adds a record, which is kept when this returns.
    func append(_ record: [UInt8]) async throws
    /// Forgets the journal: everything in it is committed, or never happened.
    func finish() async throws
}
