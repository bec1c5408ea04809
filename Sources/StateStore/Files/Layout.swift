internal import Notation
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
        case .hundreds: "links/\(Self.digits(index, width: 2)).yaml"
        case .thousands:
            "links/\(Self.digits(index >> 8, width: 1))/\(Self.digits(index & 255, width: 2)).yaml"
        }
    }

    /// Returns the number of a file by its path within the state directory; nil where this layout has none there.
    func number(of path: String) -> Int? {
        let digits = path.utf8.dropFirst("links".utf8.count).dropLast(".yaml".utf8.count)
            .filter { $0 != UInt8(ascii: "/") }
        let number = digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 16)
        guard let number, 0..<rawValue ~= number, file(number) == path else { return nil }
        return number
    }

    /// Returns the layout that most of some paths are of.
    static func likeliest(_ paths: [String]) -> Layout {
        let counts = allCases.map { layout in (layout, paths.count { layout.number(of: $0) != nil }) }
        return counts.max { $0.1 < $1.1 }?.0 ?? .single
    }

    /// Returns which file the links of a row are in.
    func index(of row: RowKey, _ digester: Digester) -> Int {
        switch self {
        case .single: 0
        case .hundreds: Int(digester.digest(row.text).words.0 >> 56)
        case .thousands: Int(digester.digest(row.text).words.0 >> 52)
        }
    }

    private static func digits(_ number: Int, width: Int) -> String {
        var digits: [UInt8] = []
        Hexadecimal.append(UInt64(number), digits: width, to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }
}
