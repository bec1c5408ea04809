internal import Git
internal import Workflow

extension StateStore {
    /// Throws when the remote's branch has a state that this clone's does not know.
    ///
    /// What stands there beside the state does not matter, nor does a state that was there when this clone's was made.
    func requireNewest(on remote: RemoteSettings) throws(Problem) {
        let place = try Place(settings)
        let counterpart = try Counterpart(place, remote)
        do throws(GitError) {
            guard let theirs = try Self.fetch(counterpart, place) else { return }
            let ours = try place.repository.commit(at: place.revision)
            guard theirs != ours,
                let state = try place.repository.tree(of: place.directory, at: .commit(theirs)),
                try state != place.repository.tree(of: place.directory, at: place.revision)
            else { return }
            if let ours, let common = try counterpart.remote.ancestor(of: ours, and: theirs),
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
            "\(counterpart.branchName) has a newer state than this clone: pull first",
            hint: isCheckedOut
                ? "Run git pull, then plan again" : "Run \(counterpart.fetching), then plan again"
        )
    }

    /// Returns the newest commit of the remote's branch, which is here then; nil where there is no such branch.
    private static func fetch(
        _ counterpart: Counterpart,
        _ place: borrowing Place
    ) throws(GitError) -> ObjectID? {
        for _ in 1...5 {
            let found = try counterpart.remote.references([counterpart.branch])
            guard let theirs = found[counterpart.branch] else { return nil }
            if try place.repository.has(theirs) { return theirs }
            try counterpart.remote.fetch(counterpart.branch)
            if try place.repository.has(theirs) { return theirs }
        }
        throw counterpart.remote.unsteady(counterpart.branch)
    }
}
