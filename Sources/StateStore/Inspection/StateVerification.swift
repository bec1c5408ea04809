internal import Git
internal import Workflow

/// A look at all of the committed state, and at what work tree and index have of it.
struct StateVerification: ~Copyable {
    private let open: OpenState

    /// Looks at the state in a repository.
    init(_ open: consuming OpenState) { self.open = open }

    /// Returns what was found; changes nothing.
    func check() throws(Problem) -> StateCheck {
        let commit = try asProblem { () throws(GitError) in
            try open.location.repository.commit(at: open.revision)
        }
        var inspection = try inspect(commit)
        inspection.finish()
        var faults = inspection.faults.map { fault in
            StateCheck.Fault(
                "\(open.directory)/\(fault.file)",
                line: fault.line,
                fault.message,
                hint: Problem.hintToTakeBack(open.directory)
            )
        }
        faults += inspection.strays.map { path in
            StateCheck.Fault(
                "\(open.directory)/\(path)",
                "the file does not belong to the state",
                hint: "Move it out of \(open.directory), and commit that"
            )
        }
        if try asProblem({ () throws(GitError) in try open.location.isCheckedOut() }) {
            faults += try differences(inspection.layout)
            faults += try ignored(inspection.layout)
        }
        faults.sort { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
        return StateCheck(
            commit: commit?.description,
            serial: inspection.header?.serial,
            links: inspection.links,
            files: inspection.files,
            faults: faults
        )
    }

    /// Looks at the files of a commit.
    private func inspect(_ commit: ObjectID?) throws(Problem) -> StateInspection {
        guard let commit else {
            return StateInspection(header: nil, paths: [], in: open.directory, open.digester)
        }
        let files = try asProblem { () throws(GitError) in
            try open.location.repository.files(under: open.directory, at: .commit(commit))
        }
        let named = files.map { (path: open.pathWithin($0.path), file: $0) }
        var header: [UInt8]?
        if let file = named.first(where: { $0.path == StateHeader.file })?.file {
            header = try asProblem { () throws(GitError) in
                try open.location.repository.content(of: file.blob)
            }
        }
        var inspection = StateInspection(
            header: header,
            paths: named.map(\.path),
            in: open.directory,
            open.digester
        )
        let strays = Set(inspection.strays)
        for (path, file) in named where !strays.contains(path) {
            if !file.isPlain { inspection.add(path, "this is not an ordinary file") }
            guard path != StateHeader.file, inspection.layout.number(of: path) != nil else { continue }
            do throws(GitError) {
                inspection.add(try open.location.repository.content(of: file.blob), at: path)
            } catch {
                inspection.add(path, "git cannot \(error.operation): \(error.message)")
            }
        }
        return inspection
    }

    /// Tells what work tree and index have otherwise than the commit.
    private func differences(_ layout: Layout) throws(Problem) -> [StateCheck.Fault] {
        do throws(GitError) {
            return try open.location.repository.differences(under: open.directory).compactMap {
                StateCheck.Fault($0, in: open.directory, layout)
            }
        } catch {
            guard error.code == .unsupported else { throw Problem.git(error) }
            let message = "git cannot \(error.operation): \(error.message)"
            return [StateCheck.Fault(open.directory, message, hint: error.hint ?? "Use an ordinary index")]
        }
    }

    /// Tells which files of the state a rule of git's leaves out.
    private func ignored(_ layout: Layout) throws(Problem) -> [StateCheck.Fault] {
        let directory = open.directory
        let files = ([StateHeader.file] + layout.files).map { "\(directory)/\($0)" }
        let ignored = try asProblem { () throws(GitError) in
            if try open.location.repository.isIgnored(directory + "/") { return files }
            var ignored: [String] = []
            for file in files where try open.location.repository.isIgnored(file) { ignored.append(file) }
            return ignored
        }
        guard let first = ignored.first else { return [] }
        let hint = "Take the rule out that this shows: git check-ignore --verbose --no-index \(first)"
        if ignored.count == files.count {
            return [StateCheck.Fault(directory, "ignored by a rule of git's", hint: hint)]
        }
        return ignored.map { StateCheck.Fault($0, "ignored by a rule of git's", hint: hint) }
    }
}

extension StateCheck.Fault {
    /// Tells what of a file is not committed; nil where that does not matter.
    fileprivate init?(_ difference: FileDifference, in directory: String, _ layout: Layout) {
        let path = difference.path
        switch difference.kind {
        case .conflicting:
            let hint = "Settle the merge, or give it up with: git merge --abort"
            self.init(path, "left in conflict by a merge", hint: hint)
        case .staged:
            let hint = "Undo that with: git restore --staged --worktree \(path)"
            self.init(path, "changed in the index, and not committed", hint: hint)
        case .edited:
            self.init(
                path,
                "changed in the work tree, and not committed",
                hint: "Undo that with: git restore \(path)"
            )
        case .deleted:
            self.init(path, "deleted in the work tree", hint: "Undo that with: git restore \(path)")
        case .skipped:
            let hint = "Add it with: git sparse-checkout add \(directory)"
            self.init(path, "outside of the sparse checkout", hint: hint)
        case .untracked:
            let name = String(path.dropFirst(directory.count + 1))
            guard !StateInspection.isGits(name) else { return nil }
            let isOwn = name == StateHeader.file || layout.number(of: name) != nil
            self.init(
                path,
                isOwn ? "not committed" : "the file does not belong to the state",
                hint: "Move it out of \(directory)"
            )
        }
    }
}
