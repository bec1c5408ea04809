internal import Git
internal import Workflow

extension OpenState {
    /// Throws when the remote's branch has a state that this clone's does not know.
    ///
    /// What stands there beside the state does not matter, nor does a state that was there when this clone's was made.
    func requireNewest(on remote: RemoteSettings) throws(Problem) {
        let remoteBranch = try RemoteBranch(location, remote)
        let isNewest = try asProblem { () throws(GitError) in
            guard let theirs = try fetch(remoteBranch) else { return true }
            let ours = try location.repository.commit(at: revision)
            guard theirs != ours,
                let state = try location.repository.tree(of: directory, at: .commit(theirs)),
                try state != location.repository.tree(of: directory, at: revision)
            else { return true }
            guard let ours, let common = try remoteBranch.remote.ancestor(of: ours, and: theirs) else {
                return false
            }
            return try location.repository.tree(of: directory, at: .commit(common)) == state
        }
        guard !isNewest else { return }
        let isCheckedOut = try asProblem { () throws(GitError) in try location.isCheckedOut() }
        throw .olderState(than: remoteBranch, isCheckedOut: isCheckedOut)
    }

    /// Returns the newest commit of the remote's branch, which is here then; nil where there is no such branch.
    private func fetch(_ remoteBranch: RemoteBranch) throws(GitError) -> ObjectID? {
        for _ in 1...5 {
            let found = try remoteBranch.remote.references([remoteBranch.branch])
            guard let theirs = found[remoteBranch.branch] else { return nil }
            if try location.repository.has(theirs) { return theirs }
            try remoteBranch.remote.fetch(remoteBranch.branch)
            if try location.repository.has(theirs) { return theirs }
        }
        throw remoteBranch.remote.unsteady(remoteBranch.branch)
    }
}
