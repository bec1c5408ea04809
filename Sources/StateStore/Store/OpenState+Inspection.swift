internal import Git
internal import Workflow

extension OpenState {
    /// Looks at the repository; what is told of the state in it is that there is none.
    func inspection() throws(Problem) -> RepositoryInspection {
        let head = try asProblem { () throws(GitError) in try location.repository.head() }
        var inspection = RepositoryInspection(
            directory: directory,
            head: RepositoryInspection.Head(head),
            committer: "",
            check: StateCheck(commit: nil, serial: nil, links: 0, files: 0, faults: [])
        )
        do throws(GitError) {
            let who = try location.repository.identities(overriding: settings.overrides).committer
            inspection.committer = .success("\(who.name) <\(who.email)>")
        } catch {
            inspection.committer = .failure(.git(error))
        }
        do throws(GitError) {
            let paths = ["\(directory)/", "\(directory)/\(StateHeader.file)"]
            for path in paths where inspection.ignored == nil {
                if try location.repository.isIgnored(path) { inspection.ignored = path }
            }
            try location.repository.requireWritable(directory, branch: settings.branch)
        } catch {
            inspection.obstacle = .git(error)
        }
        return inspection
    }
}
