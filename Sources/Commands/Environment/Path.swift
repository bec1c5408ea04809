/// Paths as text.
enum Path {
    /// Returns `path` seen from `directory`: joined to it unless it is absolute, without `.` and `..` and doubled slashes.
    static func join(_ directory: String, _ path: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : "\(directory)/\(path)").split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Returns the directory that holds a path; `/` holds itself.
    static func parent(of path: String) -> String { join(path, "..") }

    /// Returns the last part of a path.
    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Returns `path` as people would write it in `directory`: relative when it lies below, else as it is.
    static func display(_ path: String, from directory: String) -> String {
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
