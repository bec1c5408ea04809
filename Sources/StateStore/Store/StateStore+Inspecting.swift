internal import Git
public import Workflow

extension StateStore {
    /// Returns what can be told of the committed state, spoilt or not; nil when there is none, or its header is spoilt.
    public func remains() async throws -> StateRemains? {
        let open = try open()
        let content = try asProblem { () throws(GitError) in try open.headerFile(at: open.revision) }
        guard let content, let header = try? StateHeader(reading: content) else { return nil }
        return StateRemains(lineage: header.lineage, serial: header.serial)
    }

    /// Returns how the committed state is spread over files; nil while there is none.
    public func layout() async throws -> StateLayout? { try open().layout() }

    /// Looks at all of the committed state, and at what work tree and index have of it; changes nothing.
    ///
    /// What ``load()`` would refuse is among the faults, not thrown: all of it, and what a load does not look at.
    public func verify() async throws -> StateCheck { try StateVerification(try open()).check() }

    /// Looks at the repository and the state, and changes nothing.
    ///
    /// - Throws: A `Problem` when there is no repository.
    public func inspect() async throws -> RepositoryInspection {
        var inspection = try open().inspection()
        inspection.check = await result { try await self.verify() }
        if case .success(let check) = inspection.check, check.isSound {
            inspection.layout = try await layout()
        }
        inspection.locks = await result { try await self.locks() }
        inspection.last = try? await history(limit: 1).first
        return inspection
    }

    private func result<Success: Sendable>(
        _ body: () async throws -> Success
    ) async -> Result<Success, Problem> {
        do {
            return .success(try await body())
        } catch let problem as Problem {
            return .failure(problem)
        } catch {
            return .failure(.unexpected(error))
        }
    }
}
