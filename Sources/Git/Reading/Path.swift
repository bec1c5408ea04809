/// Checks that `path` is one that git can hold and that stays inside the work tree.
func validate(path: String, _ operation: String) throws(GitError) {
    let components = path.split(separator: "/", omittingEmptySubsequences: false)
    for component in components {
        let isBad =
            component.isEmpty || component == "." || component == ".." || component.utf8.contains(0)
            || component.lowercased() == ".git"
        if isBad {
            throw GitError(operation, .invalid, because: "‘\(path)’ is not a path inside a repository")
        }
    }
}
