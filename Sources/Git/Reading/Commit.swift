/// A commit of the history.
public struct Commit: Hashable, Sendable {
    /// A line `Key: value` of the last paragraph of a message.
    public struct Trailer: Hashable, Sendable {
        /// The text before the colon.
        public let key: String

        /// The text after the colon.
        public let value: String
    }

    /// The name of the commit.
    public let id: ObjectID

    /// The commits that it was made on; none for the first, several for a merge.
    public let parents: [ObjectID]

    /// The author.
    public let author: Identity

    /// The author's time.
    public let time: Timestamp

    /// The first line of the message.
    public let subject: String

    /// The message without its first line and the empty lines around the rest; trailers included.
    public let body: String

    /// The trailers, in their order.
    public let trailers: [Trailer]

    /// Returns the value of the first trailer with this key; nil when there is none.
    public func trailer(_ key: String) -> String? { trailers.first { $0.key == key }?.value }
}
