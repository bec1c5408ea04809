import Workflow
import Yams

extension Configuration {
    /// The file that is looked for.
    static let fileName = "audit-jira.yaml"

    /// Returns the path of the configuration.
    ///
    /// - Parameters:
    ///   - explicit: The path that the caller gave; nil to search from the directory upward.
    ///   - directory: The current directory, absolute.
    /// - Returns: An absolute path.
    /// - Throws: A `Problem` of kind usage when there is no such file.
    static func find(_ explicit: String?, from directory: String) throws(Problem) -> String {
        if let explicit {
            let path = Path.join(directory, explicit)
            guard File.exists(path) else {
                throw .noConfiguration(at: path)
            }
            return path
        }
        var folder = Path.join("/", directory)
        while true {
            let path = Path.join(folder, fileName)
            if File.exists(path) { return path }
            guard folder != "/" else { break }
            folder = Path.parent(of: folder)
        }
        throw .noConfiguration(above: directory)
    }

    /// Reads a configuration strictly, and reports everything that is wrong with it at once.
    ///
    /// - Parameter path: The file, absolute.
    /// - Throws: A `Problem` with a line for each complaint.
    init(reading path: String) throws(Problem) {
        guard let bytes = try File.read(path) else {
            throw .noConfiguration(at: path)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(Path.name(of: path))
        }
        try self.init(text, path: path)
    }

    /// Reads a configuration from its text.
    init(_ text: String, path: String) throws(Problem) {
        let complaints = Complaints(text)
        let file = Path.name(of: path)
        var root = Section(Self.parse(text, complaints), name: "", complaints: complaints)
        try complaints.check(in: file)
        if let node = root.node("version") {
            if node.scalar?.string != "1" {
                complaints.add(node.mark?.line, "version must be 1: this program knows no other")
            }
        } else {
            complaints.add(nil, "version is missing; write `version: 1`")
        }
        let database = Database(&root)
        self.path = path
        self.database = database
        jira = Jira(&root)
        mapping = MappingSettings(&root, database.schema)
        (policies, guards) = (Self.policies(&root), Self.guards(&root))
        updates = RowUpdateReader(database.schema, complaints: complaints).read(&root)
        state = StatePlace(&root)
        credentialsCommand = Self.credentialsCommand(&root)
        root.finish()
        try complaints.check(in: file)
    }

    /// Returns a configuration that says nothing, for what is to be found out first; its project does not exist.
    static func blank(at path: String) throws(Problem) -> Configuration {
        try Configuration("version: 1\njira: {project: NONE}\n", path: path)
    }

    private static func parse(_ text: String, _ complaints: Complaints) -> Node? {
        do {
            let node = try Yams.compose(yaml: text, .basic)
            if let node { Exposure.check(node, complaints) }
            if node == nil { complaints.add(nil, "the file is empty") }
            return node
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                // libyaml puts what is missing at the end onto a line after it.
                let last = max(
                    1,
                    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
                )
                complaints.add(min(mark.line, last), "this is not YAML: \(problem)")
            case .duplicatedKeysInMapping(let keys, _):
                for key in keys {
                    complaints.add(Self.lastLine(of: key, in: text), "the key '\(key)' stands twice")
                }
            default: complaints.add(nil, "this is not YAML")
            }
        } catch {
            complaints.add(nil, "this is not YAML")
        }
        return nil
    }
}

extension Configuration {
    /// The line on which a key stands last, when it is written at the beginning of one.
    private static func lastLine(of key: String, in text: String) -> Int? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.lastIndex { $0.trimmingSpaces.hasPrefix("\(key):") }.map { $0 + 1 }
    }
}

/// Finds secrets in values, where no key gives them away.
enum Exposure {
    /// Complains about URLs with a login in them and about Atlassian's tokens.
    static func check(_ node: Node, _ complaints: Complaints) {
        switch node {
        case .scalar(let scalar):
            if hasLogin(scalar.string) {
                complaints.add(
                    scalar.mark?.line,
                    "an address with a login in it stands here; give it in the environment, without the login"
                )
            } else if scalar.string.hasPrefix("ATATT3x") {
                complaints.add(
                    scalar.mark?.line,
                    "an API token stands here; give it in the environment as JIRA_API_TOKEN"
                )
            }
        case .mapping(let mapping): for (_, value) in mapping { check(value, complaints) }
        case .sequence(let sequence): for element in sequence { check(element, complaints) }
        case .alias: break
        }
    }

    /// Whether a text is a URL with user information.
    static func hasLogin(_ text: String) -> Bool {
        guard let start = text.firstRange(of: "://") else { return false }
        let authority = text[start.upperBound...].prefix { !"/?#".contains($0) && !$0.isWhitespace }
        return authority.contains("@")
    }
}
