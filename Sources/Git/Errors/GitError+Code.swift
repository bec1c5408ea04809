extension GitError {
    /// The kind of a failure: one of libgit2's own codes, or one of those that this module adds below -1000.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The number, as libgit2 returns it.
        public let rawValue: Int32

        /// Makes a code from libgit2's number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// Anything that libgit2 has no code of its own for.
        public static let generic = Self(rawValue: -1)
        /// Something that was asked for is not there.
        public static let notFound = Self(rawValue: -3)
        /// Something that was to be made is there already.
        public static let exists = Self(rawValue: -4)
        /// Another process holds a lock file.
        public static let locked = Self(rawValue: -14)
        /// A reference moved between reading and writing it.
        public static let modified = Self(rawValue: -15)
        /// The repository belongs to another user, and git's `safe.directory` does not name it.
        public static let owner = Self(rawValue: -36)

        /// A call to the operating system failed.
        public static let system = Self(rawValue: -1001)
        /// A path, branch or name is not one that git could hold.
        public static let invalid = Self(rawValue: -1002)
        /// The repository is of a kind that cannot be written safely: SHA-256, split or sparse index.
        public static let unsupported = Self(rawValue: -1003)
        /// Neither the configuration nor the caller names an author.
        public static let noIdentity = Self(rawValue: -1004)
        /// A merge, rebase or the like is going on.
        public static let operationInProgress = Self(rawValue: -1005)
        /// The directory has changes in the index that are not committed.
        public static let staged = Self(rawValue: -1006)
        /// The directory has changes in the work tree that are not committed.
        public static let edited = Self(rawValue: -1007)
        /// The branch moved on, and the directory is not what it was when it was read.
        public static let changedMeanwhile = Self(rawValue: -1008)
        /// The branch is checked out in another work tree.
        public static let checkedOutElsewhere = Self(rawValue: -1009)
        /// The program git is missing, or does not start.
        public static let program = Self(rawValue: -1010)
        /// The program git took too long.
        public static let overdue = Self(rawValue: -1011)
        /// A remote cannot be reached, or gives no answer that makes sense.
        public static let unreachable = Self(rawValue: -1012)
        /// A remote does not let this account in, or does not take what was sent.
        public static let denied = Self(rawValue: -1013)
    }
}
