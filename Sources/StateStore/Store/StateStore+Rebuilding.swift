internal import Git
public import Reconciliation
public import Workflow

extension StateStore {
    /// Returns what can be told of the committed state, spoilt or not; nil when there is none, or its header is spoilt.
    public func remains() async throws -> StateRemains? {
        let place = try StateLocation(settings)
        let content = try asProblem { () throws(GitError) in
            try place.repository.content(of: "\(place.directory)/\(StateHeader.file)", at: place.revision)
        }
        guard let content, let header = try? StateHeader(reading: content) else { return nil }
        return StateRemains(lineage: header.lineage, serial: header.serial)
    }

    /// Commits a state in the place of whatever is committed, spoilt or not, and returns the commit's id.
    ///
    /// Whatever else lies in the state directory stays.
    public func replace(with state: State, message: CommitMessage) async throws -> String {
        let place = try StateLocation(settings)
        let object = try asProblem { () throws(GitError) in
            try place.repository.tree(of: place.directory, at: place.revision)
        }
        let present = try asProblem { () throws(GitError) in
            try place.repository.files(under: place.directory, at: place.revision)
        }
        let layout = Layout.fitting(state.links.count)
        var files = StateFiles.all(of: state, layout, digester).mapValues { Optional($0) }
        for file in present {
            let path = String(file.path.dropFirst(place.directory.count + 1))
            let isOfState = path == "links.yaml" || path.hasPrefix("links/")
            if isOfState, files[path] == nil { files.updateValue(nil, forKey: path) }
        }
        return try commit(files, over: object, place, message)
    }
}
