internal import Workflow

/// The log of a run's writes, as those who write use it.
struct JournalledWrites: Sendable {
    let log: WriteLog

    /// Tells of what is about to be sent; when this throws it must not be.
    func announce(_ note: WriteNote) async throws(Problem) {
        do {
            try await log(note)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(.failure, "The journal could not be written: \(error).", hint: "Check the disk.")
        }
    }

    /// Tells of an answer.
    ///
    /// One that cannot be kept is let go: what was announced is on disk, and a later run looks.
    func tell(_ note: WriteNote) async { try? await log(note) }
}
