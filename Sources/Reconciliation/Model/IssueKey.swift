/// The key of an issue as people write it: a project's key, a hyphen and a number, such as `CCS-8`.
///
/// The grammar is Jira's: a project's key begins with a letter of A to Z and goes on with letters, digits and underscores.
public struct IssueKey: Hashable, Sendable, CustomStringConvertible {
    /// The key in capital letters.
    public let text: String

    /// Reads a key as Jira writes it; nil when `text` is none.
    public init?(_ text: some StringProtocol) {
        guard text.isIssueKey else { return nil }
        self.text = String(text)
    }

    /// Reads a key in whatever case people write it; nil when `text` is none.
    public init?(anyCase text: some StringProtocol) { self.init(text.uppercased()) }

    /// The key in capital letters.
    public var description: String { text }
}

extension StringProtocol {
    /// Whether it is the key of an issue, in capital letters.
    fileprivate var isIssueKey: Bool {
        guard let hyphen = utf8.firstIndex(of: UInt8(ascii: "-")) else { return false }
        let (project, number) = (utf8[..<hyphen], utf8[utf8.index(after: hyphen)...])
        guard let first = project.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first, !number.isEmpty
        else { return false }
        return number.allSatisfy(\.isDigit)
            && project.allSatisfy { byte in
                byte.isDigit || byte == UInt8(ascii: "_") || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            }
    }
}

extension UInt8 {
    /// Whether it is a digit of ASCII.
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}

extension [String] {
    /// The keys of tickets that people listed, in their order, each once.
    ///
    /// They write `CCS-9`, but also `ccs-9`, `CCS-9, CCS-12` or the address in their browser. What is no key stays as it is,
    /// so that it is told; blanks are nothing.
    var ticketKeys: [String] {
        guard !allSatisfy(\.isIssueKey) || Set(self).count != count else { return self }
        var keys: [String] = []
        for part in flatMap(\.ticketKeys) where !keys.contains(part) { keys.append(part) }
        return keys
    }
}

extension String {
    /// The keys in one element of the list.
    fileprivate var ticketKeys: [String] {
        let parts = split { $0.isWhitespace || $0 == "," || $0 == ";" }.map { part in
            IssueKey(anyCase: part.ticketName)?.text ?? String(part)
        }
        // A sentence is no list of keys: it is told as a whole.
        if parts.count > 1, !parts.allSatisfy(\.isIssueKey) { return [self] }
        return parts
    }
}

extension Substring {
    /// The name in an address: the part behind `/browse/`, without what follows it.
    fileprivate var ticketName: Substring {
        guard contains("://"), let place = split(separator: "/browse/", maxSplits: 1).last,
            place.count < count
        else { return self }
        return place.prefix { $0 != "?" && $0 != "#" && $0 != "/" }
    }
}
