internal import Reconciliation
internal import Workflow

/// The files that a state is spread over.
public struct StateLayout: Hashable, Sendable {
    /// The number of files that the links are spread over.
    public var files: Int

    /// The number that suits as many links best.
    public var advised: Int

    /// The number of links.
    public var links: Int

    /// The state's serial.
    public var serial: Int

    /// Makes a layout.
    public init(files: Int, advised: Int, links: Int, serial: Int) {
        self.files = files
        self.advised = advised
        self.links = links
        self.serial = serial
    }
}

extension OpenState {
    /// Returns the files that the committed state is spread over; nil while there is none.
    func layout() throws(Problem) -> StateLayout? {
        guard let stored = try read(), let header = try header()?.header else { return nil }
        return StateLayout(
            files: header.layout.rawValue,
            advised: Layout.fitting(stored.state.links.count).rawValue,
            links: stored.state.links.count,
            serial: stored.state.serial
        )
    }
}
