internal import Git
internal import Reconciliation
internal import Workflow

/// The state in a repository that was opened for one call of the store.
struct OpenState: ~Copyable {
    let settings: StateSettings
    let digester: Digester
    let location: StateLocation

    /// Opens the repository.
    init(_ settings: StateSettings, digester: Digester) throws(Problem) {
        self.settings = settings
        self.digester = digester
        location = try StateLocation(settings)
    }

    /// The state directory, by its path from the root of the repository.
    var directory: String { location.directory }
    /// The revision that the state is read from.
    var revision: Revision { location.revision }

    /// Commits files over the directory's tree; those without content are removed.
    ///
    /// - Parameters:
    ///   - files: The files, by their paths within the state directory.
    ///   - others: New files outside of it, by their paths from the root of the repository.
    ///   - base: The directory's tree as it was read.
    ///   - message: The commit's message.
    /// - Returns: The commit's id; the newest commit's where nothing changed.
    /// - Throws: A `Problem`; then nothing was committed.
    func commit(
        _ files: [String: [UInt8]?],
        beside others: [String: [UInt8]] = [:],
        over base: ObjectID?,
        message: CommitMessage
    ) throws(Problem) -> String {
        let now = settings.now()
        return try asProblem { () throws(GitError) in
            let who = try location.repository.identities(overriding: settings.overrides)
            var commit = DirectoryCommit(
                directory: directory,
                base: base,
                files: files,
                message: CommitText.text(of: message),
                author: who.author,
                committer: who.committer,
                time: Timestamp(seconds: now.seconds, offset: Int32(clamping: now.offset)),
                branch: settings.branch
            )
            commit.others = others
            let made = try location.repository.commit(commit)
            if let made { return made.description }
            return try location.repository.commit(at: revision)?.description ?? ""
        }
    }

    /// Returns the id of the directory's tree; nil where there is no directory.
    func tree() throws(Problem) -> ObjectID? {
        try asProblem { () throws(GitError) in try location.repository.tree(of: directory, at: revision) }
    }

    /// Throws when the work tree has another state than the commit that it shows.
    ///
    /// When that other state is spoilt, as after a merge with conflicts, the error names file and line.
    func requireUnedited() throws(Problem) {
        do throws(GitError) {
            guard try location.isCheckedOut() else { return }
            try location.repository.recover()
            try location.repository.requireClean(directory)
        } catch {
            guard error.code != .unsupported else { return }
            if error.code == .edited || error.code == .staged { try requireUnspoilt() }
            throw Problem.git(error)
        }
    }

    /// Throws when a file of the work tree's state is not as this program writes it.
    private func requireUnspoilt() throws(Problem) {
        let edited = try asProblem { () throws(GitError) in
            var edited: [(path: String, content: [UInt8])] = []
            for file in try location.repository.files(under: directory) {
                guard let content = try location.repository.editedContent(of: file.path) else { continue }
                edited.append((pathWithin(file.path), content))
            }
            return edited
        }
        do throws(StateFault) {
            for (path, content) in edited {
                if path == StateHeader.file {
                    _ = try StateHeader(reading: content)
                } else if StateFiles.isOfLinks(path) {
                    var links: [Link] = []
                    try LinkScanner.read(content, named: path, into: &links)
                }
            }
        } catch {
            throw Problem.spoilt(error, in: directory)
        }
    }

    /// Returns a path within the state directory of one from the root of the repository.
    func pathWithin(_ path: String) -> String { String(path.dropFirst(directory.count + 1)) }
}

// MARK: Reading

extension OpenState {
    /// Reads the whole committed state; nil where there is none.
    func read() throws(Problem) -> StoredState? { try read(at: revision) }

    /// Reads the whole state of a revision; nil where there is none.
    func read(at revision: Revision) throws(Problem) -> StoredState? {
        // The branch may move between two looks at it; a commit does not.
        guard
            let commit = try asProblem({ () throws(GitError) in
                try location.repository.commit(at: revision)
            }),
            let (header, object) = try header(at: .commit(commit))
        else { return nil }
        let files = try asProblem { () throws(GitError) in
            try location.repository.files(under: directory, at: .commit(commit))
                .map { (path: pathWithin($0.path), blob: $0.blob) }
                .filter { StateFiles.isOfLinks($0.path) }
        }
        var reading = StateReading(header, files: files.count, digester)
        for file in files {
            let content = try asProblem { () throws(GitError) in
                try location.repository.content(of: file.blob)
            }
            do throws(StateFault) {
                try reading.add(content, at: file.path)
            } catch {
                throw Problem.spoilt(error, in: directory)
            }
        }
        do throws(StateFault) {
            return StoredState(state: try reading.state(), object: object.description)
        } catch {
            throw Problem.spoilt(error, in: directory)
        }
    }

    /// Reads the committed state's header, and the id of the state directory's tree; nil where there is no state.
    func header() throws(Problem) -> (header: StateHeader, object: ObjectID)? { try header(at: revision) }

    /// Returns the bytes of the committed state's header; nil where there is none.
    func headerFile(at revision: Revision) throws(GitError) -> [UInt8]? {
        try location.repository.content(of: "\(directory)/\(StateHeader.file)", at: revision)
    }

    private func header(at revision: Revision) throws(Problem) -> (header: StateHeader, object: ObjectID)? {
        let (content, object, orphan) = try asProblem { () throws(GitError) in
            let content = try headerFile(at: revision)
            let object = try location.repository.tree(of: directory, at: revision)
            guard content == nil, object != nil else { return (content, object, nil as String?) }
            let files = try location.repository.files(under: directory, at: revision)
            return (content, object, files.first { $0.path.hasPrefix("\(directory)/links") }?.path)
        }
        do throws(StateFault) {
            if let orphan {
                throw StateFault(StateHeader.file, "the file is missing, though there is \(orphan)")
            }
            guard let content, let object else { return nil }
            return (try StateHeader(reading: content), object)
        } catch {
            throw Problem.spoilt(error, in: directory)
        }
    }
}
