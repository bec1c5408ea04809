/// The traits that tell one Data Center from another.
public struct DataCenterTraits: Sendable, Equatable {
    /// The longest page of a search, which an administrator sets.
    public var searchCap = 1000
    /// Whether a create may set entity properties; otherwise they are ignored.
    public var takesPropertiesAtCreation = true
    /// Whether an administrator has closed the calls that tell what a create takes.
    public var hidesCreateMetadata = false
    /// Fields that are not on the edit screen, by id: an edit of these is refused.
    public var offEditScreen: Set<String> = []

    /// Creates a Data Center as it comes.
    public init() {}
}
