internal import Git
internal import Reconciliation
internal import Workflow

extension StateStore {
    /// Commits files over the directory's tree; those without content are removed.
    ///
    /// `others` are new files outside of the directory, by their paths from the root of the repository.
    func commit(
        _ files: [String: [UInt8]?],
        beside others: [String: [UInt8]] = [:],
        over base: ObjectID?,
        _ place: borrowing StateLocation,
        _ message: CommitMessage
    ) throws(Problem) -> String {
        let now = settings.now()
        do throws(GitError) {
            let who = try place.repository.identities(overriding: overrides)
            var commit = DirectoryCommit(
                directory: place.directory,
                base: base,
                files: files,
                message: CommitText.text(of: message),
                author: who.author,
                committer: who.committer,
                time: Timestamp(seconds: now.seconds, offset: Int32(clamping: now.offset)),
                branch: settings.branch
            )
            commit.others = others
            let made = try place.repository.commit(commit)
            if let made { return made.description }
            return try place.repository.commit(at: place.revision)?.description ?? ""
        } catch {
            throw Problem(error)
        }
    }

    /// Reads a whole state; nil where there is none.
    func read(_ place: borrowing StateLocation, _ revision: Revision) throws(Problem) -> StoredState? {
        // The branch may move between two looks at it; a commit does not.
        guard
            let commit = try asProblem({ () throws(GitError) in try place.repository.commit(at: revision) }),
            let (header, object) = try header(place, .commit(commit))
        else { return nil }
        let folder = place.directory.count + 1
        let files = try asProblem { () throws(GitError) in
            try place.repository.files(under: place.directory, at: .commit(commit))
                .map { (path: String($0.path.dropFirst(folder)), blob: $0.blob) }
                .filter { $0.path == "links.yaml" || $0.path.hasPrefix("links/") }
        }
        var reading = StateReading(header, files: files.count, digester)
        for file in files {
            let content = try asProblem { () throws(GitError) in
                try place.repository.content(of: file.blob)
            }
            do throws(StateFault) {
                try reading.add(content, at: file.path)
            } catch {
                throw Problem(error, in: place.directory)
            }
        }
        do throws(StateFault) {
            return StoredState(state: try reading.state(), object: object.description)
        } catch {
            throw Problem(error, in: place.directory)
        }
    }

    /// Reads the header, and the id of the state directory's tree; nil where there is no state.
    func header(
        _ place: borrowing StateLocation,
        _ revision: Revision
    ) throws(Problem) -> (header: StateHeader, object: ObjectID)? {
        let content: [UInt8]?
        let object: ObjectID?
        var orphan: String?
        do throws(GitError) {
            content = try place.repository.content(of: "\(place.directory)/\(StateHeader.file)", at: revision)
            object = try place.repository.tree(of: place.directory, at: revision)
            if content == nil, object != nil {
                let files = try place.repository.files(under: place.directory, at: revision)
                orphan = files.first { $0.path.hasPrefix("\(place.directory)/links") }?.path
            }
        } catch {
            throw Problem(error)
        }
        do throws(StateFault) {
            if let orphan {
                throw StateFault(StateHeader.file, "the file is missing, though there is \(orphan)")
            }
            guard let content, let object else { return nil }
            return (try StateHeader(reading: content), object)
        } catch {
            throw Problem(error, in: place.directory)
        }
    }

    /// Throws when the work tree has another state than the commit that it shows.
    ///
    /// When that other state is spoilt, as after a merge with conflicts, the error names file and line.
    func requireUnedited(_ place: borrowing StateLocation) throws(Problem) {
        do throws(GitError) {
            guard try place.isCheckedOut() else { return }
            try place.repository.recover()
            try place.repository.requireClean(place.directory)
        } catch {
            guard error.code != .unsupported else { return }
            if error.code == .edited || error.code == .staged { try requireUnspoilt(place) }
            throw Problem(error)
        }
    }

    /// Throws when a file of the work tree's state is not as this program writes it.
    private func requireUnspoilt(_ place: borrowing StateLocation) throws(Problem) {
        var edited: [(path: String, content: [UInt8])] = []
        do throws(GitError) {
            for file in try place.repository.files(under: place.directory) {
                guard let content = try place.repository.editedContent(of: file.path) else { continue }
                edited.append((String(file.path.dropFirst(place.directory.count + 1)), content))
            }
        } catch {
            throw Problem(error)
        }
        do throws(StateFault) {
            for (path, content) in edited {
                if path == StateHeader.file {
                    _ = try StateHeader(reading: content)
                } else if path == "links.yaml" || path.hasPrefix("links/") {
                    var links: [Link] = []
                    try LinkScanner.read(content, named: path, into: &links)
                }
            }
        } catch {
            throw Problem(error, in: place.directory)
        }
    }
}
