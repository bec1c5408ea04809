import Glibc

/// The way to run a server program that refuses to run as root: as root it becomes the user `postgres`.
struct Unprivileged: Sendable {
    private let isRoot = geteuid() == 0

    /// Makes a folder in /tmp: the path of a socket has room for 107 bytes, and TMPDIR may be long or closed to others.
    func folder(named name: String) throws -> String {
        var template = Array("/tmp/\(name).XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw SpawnError(description: "no folder can be made in /tmp")
        }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        try own(path)
        return path
    }

    /// Gives a folder to the user that the server will run as.
    func own(_ path: String) throws {
        guard isRoot else { return }
        guard let user = getpwnam("postgres"), chown(path, user.pointee.pw_uid, user.pointee.pw_gid) == 0
        else {
            throw SpawnError(description: "\(path) cannot be given to the user postgres")
        }
    }

    /// Returns the command line that runs `program` as that user, with an empty environment.
    func command(_ program: String, _ arguments: [String]) -> [String] {
        let clean = ["env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", program] + arguments
        guard isRoot else { return clean }
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + clean
    }

    /// Runs `program` as that user from `/` and throws what it printed when it fails.
    func run(_ program: String, _ arguments: [String]) throws {
        let words = command(program, arguments)
        let outcome = try runBlocking(words[0], Array(words.dropFirst()), in: "/")
        guard outcome.status == 0 else { throw SpawnError(description: "\(program): \(outcome)") }
    }
}
