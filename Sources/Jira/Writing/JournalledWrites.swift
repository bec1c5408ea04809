internal import Workflow

/// The notes of a run's writes: what is about to be sent, and what was answered.
struct JournalledWrites: Sendable {
    let log: WriteLog

    /// Notes what is about to be sent; when this throws it must not be.
    func announce(_ note: WriteNote) async throws(Problem) {
        do {
            try await log(note)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .unwrittenJournal(error)
        }
    }

    /// Notes an answer.
    ///
    /// One that cannot be kept is let go: what was announced is on disk, and a later run looks.
    func tell(_ note: WriteNote) async { try? await log(note) }
}
