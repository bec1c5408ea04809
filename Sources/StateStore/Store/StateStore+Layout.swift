internal import Git
internal import Reconciliation
public import Workflow

/// How a state is spread over files.
public struct StateLayout: Hashable, Sendable {
    /// Over how many files the links are spread.
    public var files: Int

    /// Over how many they would be spread if the state were made now.
    public var advised: Int

    /// How many links there are.
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

extension StateStore {
    /// Returns how the committed state is spread over files; nil while there is none.
    public func layout() async throws -> StateLayout? {
        let place = try StateLocation(settings)
        guard let stored = try read(place, place.revision),
            let header = try header(place, place.revision)?.header
        else { return nil }
        return StateLayout(
            files: header.layout.rawValue,
            advised: Layout.fitting(stored.state.links.count).rawValue,
            links: stored.state.links.count,
            serial: stored.state.serial
        )
    }

    /// Spreads the committed state over another number of files, 1, 256 or 4096, in a commit of its own.
    ///
    /// Without a number it takes the one that suits the state's size. Returns the commit's id; nil when the
    /// state is spread like that already. The state itself, its serial included, stays as it is.
    public func reshard(to files: Int? = nil, message: CommitMessage) async throws -> String? {
        let place = try StateLocation(settings)
        guard let stored = try read(place, place.revision),
            let (header, object) = try header(place, place.revision)
        else {
            throw Problem(
                .failure,
                "There is no state in \(place.directory).",
                hint: "The first apply makes one."
            )
        }
        guard let layout = files.map({ Layout(rawValue: $0) }) ?? Layout.fitting(stored.state.links.count)
        else {
            throw Problem(.usage, "A state is spread over 1, 256 or 4096 files, not over \(files ?? 0).")
        }
        guard layout != header.layout else { return nil }
        var contents = StateFiles.all(of: stored.state, layout, digester).mapValues { Optional($0) }
        for file in header.layout.files { contents.updateValue(nil, forKey: file) }
        return try commit(contents, over: object, place, message)
    }
}
