extension GitError {
    /// The part of libgit2 that an error comes from, as `git_error_t` numbers them.
    ///
    /// https://libgit2.org/docs/reference/main/errors/git_error_t.html
    public struct Class: RawRepresentable, Hashable, Sendable {
        /// The number, as libgit2 keeps it.
        public let rawValue: Int32

        /// Makes a class from libgit2's number.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// No part of it: the error is of this module.
        public static let none = Self(rawValue: 0)
        /// The operating system.
        public static let system = Self(rawValue: 2)
        /// References.
        public static let reference = Self(rawValue: 4)
        /// The repository: where it is, and of which kind.
        public static let repository = Self(rawValue: 6)
        /// The configuration.
        public static let config = Self(rawValue: 7)
        /// The object database.
        public static let odb = Self(rawValue: 9)
        /// The index.
        public static let index = Self(rawValue: 10)
    }
}
