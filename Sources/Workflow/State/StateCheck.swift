/// The result of a check of a whole committed state.
public struct StateCheck: Hashable, Sendable {
    /// Something that is not as it has to be.
    public struct Fault: Hashable, Sendable {
        /// The file or directory, by its path from the root of the repository.
        public var file: String
        /// The line, counted from 1; nil when the fault is the file as a whole.
        public var line: Int?
        /// The fault, as a phrase without a stop.
        public var message: String
        /// The way out.
        public var hint: String

        /// Describes a fault.
        public init(_ file: String, line: Int? = nil, _ message: String, hint: String) {
            self.file = file
            self.line = line
            self.message = message
            self.hint = hint
        }
    }

    /// The commit that was looked at; nil where there is none yet.
    public var commit: String?
    /// The state's serial; nil where there is no state, or none whose `state.json` can be read.
    public var serial: Int?
    /// The number of links that could be read.
    public var links: Int
    /// The number of files that they were in.
    public var files: Int
    /// All that is wrong, by file and line.
    public var faults: [Fault]

    /// Whether all is as it has to be; so it is where there is no state yet.
    public var isSound: Bool { faults.isEmpty }

    /// Describes what was found.
    public init(commit: String?, serial: Int?, links: Int, files: Int, faults: [Fault]) {
        self.commit = commit
        self.serial = serial
        self.links = links
        self.files = files
        self.faults = faults
    }
}
