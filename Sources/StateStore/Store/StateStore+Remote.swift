internal import Git
internal import Workflow

extension StateStore {
    /// Throws when the remote's branch has a state that this clone's does not know.
    ///
    /// What stands there beside the state does not matter, nor does a state that was there when this clone's was made.
    func requireNewest(on remote: RemoteSettings) throws(Problem) {
        let place = try StateLocation(settings)
        let remoteBranch = try RemoteBranch(place, remote)
        do throws(GitError) {
            guard let theirs = try Self.fetch(remoteBranch, place) else { return }
            let ours = try place.repository.commit(at: place.revision)
            guard theirs != ours,
                let state = try place.repository.tree(of: place.directory, at: .commit(theirs)),
                try state != place.repository.tree(of: place.directory, at: place.revision)
            else { return }
            if let ours, let common = try remoteBranch.remote.ancestor(of: ours, and: theirs),
                try place.repository.tree(of: place.directory, at: .commit(common)) == state
            {
                return
            }
        } catch {
            throw Problem(error)
        }
        let isCheckedOut = try asProblem { () throws(GitError) in try place.isCheckedOut() }
        throw Problem(
            .failure,
            "\(remoteBranch.branchName) has a newer state than this clone: pull first",
            hint: isCheckedOut
                ? "Run git pull, then plan again" : "Run \(remoteBranch.fetching), then plan again"
        )
    }

    /// Returns the newest commit of the remote's branch, which is here then; nil where there is no such branch.
    private static func fetch(
        _ remoteBranch: RemoteBranch,
        _ place: borrowing StateLocation
    ) throws(GitError) -> ObjectID? {
        for _ in 1...5 {
            let found = try remoteBranch.remote.references([remoteBranch.branch])
            guard let theirs = found[remoteBranch.branch] else { return nil }
            if try place.repository.has(theirs) { return theirs }
            try remoteBranch.remote.fetch(remoteBranch.branch)
            if try place.repository.has(theirs) { return theirs }
        }
        throw remoteBranch.remote.unsteady(remoteBranch.branch)
    }
}
