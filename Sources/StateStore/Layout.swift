internal import Reconciliation

/// Over how many files the links are spread.
///
/// git keeps every file whole in every commit that touches it, so a single large one makes each commit heavy.
/// A file is found by the SHA-256 of the row key.
enum Layout: Int, CaseIterable {
    case single = 1
    case hundreds = 256
    case thousands = 4096

    /// Returns the layout that suits a number of links.
    static func fitting(_ links: Int) -> Layout {
        links <= 5_000 ? .single : links <= 200_000 ? .hundreds : .thousands
    }

    /// The files, by their paths within the state directory, in order.
    var files: [String] { (0..<rawValue).map(file) }

    /// Returns the path of a file within the state directory.
    func file(_ index: Int) -> String {
        switch self {
        case .single: "links.yaml"
        case .hundreds: "links/\(Self.digits(index, 2)).yaml"
        case .thousands: "links/\(Self.digits(index >> 8, 1))/\(Self.digits(index & 255, 2)).yaml"
        }
    }

    /// Returns which file the links of a row are in.
    func index(of row: RowKey, _ digester: Digester) -> Int {
        switch self {
        case .single: 0
        case .hundreds: Int(digester.digest(row.text).words.0 >> 56)
        case .thousands: Int(digester.digest(row.text).words.0 >> 52)
        }
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: width - text.count) + text
    }
}
