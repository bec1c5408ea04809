/// A page for people where JSON was expected: a proxy's error, a login page, a maintenance notice.
struct WebPage: Hashable, Sendable {
    /// The page's title; nil without one.
    var title: String?

    /// Whether it is a page at all, going by its first character.
    let isPage: Bool

    /// The page as a message calls it.
    var name: String {
        if let title { return "a web page titled \"\(title)\"" }
        return isPage ? "a web page without a title" : "something else than JSON"
    }

    /// Reads the title off the first part of a page.
    init(_ body: [UInt8]) {
        isPage = body.first { ![0x09, 0x0A, 0x0D, 0x20].contains($0) } == UInt8(ascii: "<")
        let text = String(decoding: body.prefix(20_000), as: UTF8.self)
        let lowered = text.lowercased()
        guard let start = lowered.firstRange(of: "<title"),
            let open = lowered[start.upperBound...].firstIndex(of: ">"),
            let end = lowered[open...].firstRange(of: "</title")
        else { return }
        let title = lowered.sameCharacters(in: text, lowered.index(after: open)..<end.lowerBound).onOneLine
        if !title.isEmpty { self.title = title.count > 80 ? title.prefix(80) + "…" : title }
    }

    /// Whether the page asks to log in, going by its title.
    var isLogin: Bool {
        guard let title = title?.lowercased() else { return false }
        return ["log in", "login", "log-in", "sign in", "sign-in", "single sign", "anmeld", "authenticat"]
            .contains {
                title.contains($0)
            }
    }
}

extension String {
    /// The part of another text at the same place; this one where lower case changed the length.
    fileprivate func sameCharacters(in other: String, _ range: Range<String.Index>) -> String {
        let (start, length) = (distance(from: startIndex, to: range.lowerBound), self[range].count)
        guard other.count == count else { return String(self[range]) }
        return String(other.dropFirst(start).prefix(length))
    }
}
