extension GitError {
    /// Tells in plain words why a repository does not open.
    func explainingOpen(_ path: String) -> GitError {
        switch (code, part) {
        // libgit2 1.5 looks safe.directory up and hands on that it did not find it in the configuration.
        case (.owner, _), (.notFound, .config):
            GitError(
                operation,
                .owner,
                because: "It belongs to another user",
                hint: "If you trust it, run: git config --global --add safe.directory \(path)"
            )
        case (.notFound, _):
            GitError(
                operation,
                code,
                because: "No git repository was found at \(path) or above it",
                hint: "Go to a repository, or run git init there"
            )
        // A version or an extension that it does not know has no code of its own.
        case (.generic, .repository):
            GitError(
                operation,
                .unsupported,
                because: "Its format is not supported (\(message))",
                hint: "Use a repository with SHA-1 object names"
            )
        default: self
        }
    }
}
