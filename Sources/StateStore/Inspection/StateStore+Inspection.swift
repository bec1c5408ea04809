internal import Git
public import Workflow

/// What there is to tell of a repository and the state in it before anything is synced.
public struct RepositoryInspection: Sendable {
    /// Where the checked-out files come from.
    public enum Head: Hashable, Sendable {
        /// A branch, by its short name.
        case branch(String)
        /// A branch, by its short name, without a commit so far.
        case unborn(String)
        /// A commit outside of any branch.
        case detached(String)
    }

    /// The state directory, by its path from the root of the repository.
    public var directory: String
    /// What is checked out.
    public var head: Head
    /// Who a commit would name.
    public var committer: Result<String, Problem>
    /// A file or directory of the state that a rule of git's leaves out; nil where there is none.
    public var ignored: String?
    /// Why a commit would be refused; nil when it would not.
    public var obstacle: Problem?
    /// What is wrong with the committed state.
    public var check: Result<StateCheck, Problem>
    /// How the state is spread over files; nil while there is none that can be read.
    public var layout: StateLayout?
    /// What keeps runs away.
    public var locks: Result<RunLocks, Problem>
    /// The newest commit of the sync history; nil for none.
    public var last: HistoryEntry?

    /// Describes a repository in which everything is as it should be.
    public init(
        directory: String,
        head: Head,
        committer: String,
        check: StateCheck
    ) {
        self.directory = directory
        self.head = head
        self.committer = .success(committer)
        self.check = .success(check)
        locks = .success(RunLocks(clone: nil, remote: nil))
    }
}

extension StateStore {
    /// Looks at the repository and the state, and changes nothing.
    ///
    /// - Throws: A `Problem` when there is no repository.
    public func inspect() async throws -> RepositoryInspection {
        var inspection = try inspectRepository()
        inspection.check = await result { try await self.verify() }
        if case .success(let check) = inspection.check, check.isSound {
            inspection.layout = try await layout()
        }
        inspection.locks = await result { try await self.locks() }
        inspection.last = try? await history(limit: 1).first
        return inspection
    }

    private func inspectRepository() throws -> RepositoryInspection {
        let place = try StateLocation(settings)
        let head = try asProblem { () throws(GitError) in try place.repository.head() }
        var inspection = RepositoryInspection(
            directory: place.directory,
            head: RepositoryInspection.Head(head),
            committer: "",
            check: StateCheck(commit: nil, serial: nil, links: 0, files: 0, faults: [])
        )
        do throws(GitError) {
            let who = try place.repository.identities(overriding: overrides).committer
            inspection.committer = .success("\(who.name) <\(who.email)>")
        } catch {
            inspection.committer = .failure(Problem(error))
        }
        do throws(GitError) {
            let paths = ["\(place.directory)/", "\(place.directory)/\(StateHeader.file)"]
            for path in paths where inspection.ignored == nil {
                if try place.repository.isIgnored(path) { inspection.ignored = path }
            }
            try place.repository.requireWritable(place.directory, branch: settings.branch)
        } catch {
            inspection.obstacle = Problem(error)
        }
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
            return .failure(Problem(.failure, "\(error)"))
        }
    }
}

extension RepositoryInspection.Head {
    fileprivate init(_ head: Head) {
        switch head {
        case .branch(let name, _): self = .branch(name)
        case .unborn(let name): self = .unborn(name)
        case .detached(let commit): self = .detached(String(commit.description.prefix(12)))
        }
    }
}
