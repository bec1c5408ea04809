import Presentation
import StateStore
import Workflow

/// The checks of the repository and the state.
struct RepositoryChecks {
    private let found: Result<RepositoryInspection, Problem>
    private let configuration: Configuration.StatePlace
    private let now: Int64

    /// - Parameters:
    ///   - found: What was seen.
    ///   - configuration: Where the state is to be.
    ///   - now: Seconds since 1970.
    init(
        _ found: Result<RepositoryInspection, Problem>,
        _ configuration: Configuration.StatePlace,
        now: Int64
    ) {
        self.found = found
        self.configuration = configuration
        self.now = now
    }

    /// The names of the checks, in their order.
    static let names = [
        "git", "git.identity", "git.branch", "git.remote", "state.directory", "state", "state.files",
        "state.lock", "state.sync",
    ]

    /// The checks.
    var all: [Checkup.Check] {
        switch found {
        case .failure(let problem):
            [.problem("git", problem)] + .skipped(Self.names.dropFirst(), "there is no repository")
        case .success(let repository):
            [git(repository), identity(repository), branch(repository), remote(repository)]
                + [directory(repository)] + state(repository)
                + [files(repository), lock(repository), sync(repository)]
        }
    }

    private func git(_ repository: RepositoryInspection) -> Checkup.Check {
        if let obstacle = repository.obstacle { return .problem("git", obstacle) }
        return .ok("git", "the state can be committed")
    }

    private func identity(_ repository: RepositoryInspection) -> Checkup.Check {
        switch repository.committer {
        case .success(let name): .ok("git.identity", name)
        case .failure(let problem): .problem("git.identity", problem)
        }
    }

    private func branch(_ repository: RepositoryInspection) -> Checkup.Check {
        let name = "git.branch"
        if let branch = configuration.branch { return .ok(name, "\(branch), by state.branch") }
        switch repository.head {
        case .branch(let branch): return .ok(name, branch)
        case .unborn(let branch): return .ok(name, "\(branch), without a commit so far")
        case .detached(let commit):
            return .warning(
                name,
                "HEAD is detached at \(commit): the state's commits are on no branch",
                hint: "Switch to a branch with git switch, or name one as state.branch"
            )
        }
    }

    private func remote(_ repository: RepositoryInspection) -> Checkup.Check {
        guard let remote = configuration.remote else {
            return .ok("git.remote", "state.remote is not set: only runs of this clone keep each other away")
        }
        if let problem = repository.locks.problem { return .problem("git.remote", problem) }
        return .ok("git.remote", "\(remote) can be reached")
    }

    private func directory(_ repository: RepositoryInspection) -> Checkup.Check {
        let name = "state.directory"
        guard let path = repository.ignored else { return .ok(name, repository.directory) }
        return .problem(
            name,
            "\(path) is ignored by a rule of git's",
            hint: "Take the rule out that this shows: git check-ignore --verbose --no-index \(path)"
        )
    }

    private func state(_ repository: RepositoryInspection) -> [Checkup.Check] {
        switch repository.check {
        case .failure(let problem): return [.problem("state", problem)]
        case .success(let check):
            // Ignored files have a check of their own.
            let faults = check.faults.filter { _ in repository.ignored == nil }
            guard let fault = faults.first else {
                guard let serial = check.serial else { return [.ok("state", "none yet")] }
                let links = counted(check.links, one: "link", several: "links")
                return [.ok("state", "\(links), serial \(serial)")]
            }
            let place = fault.file + (fault.line.map { ":\($0)" } ?? "")
            let more = faults.count > 1 ? ", and \(faults.count - 1) more: audit-jira state verify" : ""
            return [.problem("state", "\(place): \(fault.message)\(more)", hint: fault.hint)]
        }
    }

    private func files(_ repository: RepositoryInspection) -> Checkup.Check {
        guard let layout = repository.layout else {
            if case .success(let check) = repository.check, check.isSound {
                return .ok("state.files", "none yet")
            }
            return .skipped("state.files", "the state cannot be read")
        }
        let spread =
            "\(counted(layout.links, one: "link", several: "links")) in \(counted(layout.files, one: "file", several: "files"))"
        guard layout.files != layout.advised else { return .ok("state.files", spread) }
        return .warning(
            "state.files",
            "\(spread), where \(layout.advised) would do better",
            hint: "audit-jira state reshard"
        )
    }

    private func lock(_ repository: RepositoryInspection) -> Checkup.Check {
        let name = "state.lock"
        guard case .success(let locks) = repository.locks else {
            return .skipped(name, "the remote cannot be reached")
        }
        if let run = locks.clone {
            let process = run.process.map { ", process \($0)" } ?? ""
            return .warning(name, "A run is at work in this clone\(process)")
        }
        guard let hold = locks.remote else { return .ok(name, "nothing is locked") }
        let holder = hold.holder.map { "\($0.name) on \($0.host) (\($0.command))" } ?? "somebody"
        let state =
            hold.isExpired ? "held a lock on \(hold.remote) that is over" : "holds a lock on \(hold.remote)"
        return .warning(name, "\(holder) \(state)", hint: "See audit-jira unlock")
    }

    private func sync(_ repository: RepositoryInspection) -> Checkup.Check {
        guard let last = repository.last else { return .ok("state.sync", "never so far") }
        return .ok("state.sync", "\(Self.age(now - last.time)) ago: \(last.message.subject)")
    }

    /// Returns a time in the largest unit that it has some of.
    private static func age(_ seconds: Int64) -> String {
        for (size, unit) in [(86_400, "day"), (3_600, "hour"), (60, "minute")] as [(Int64, String)]
        where seconds >= size {
            return counted(Int(seconds / size), one: unit, several: unit + "s")
        }
        return counted(Int(max(0, seconds)), one: "second", several: "seconds")
    }
}
