extension [String] {
    /// The keys of tickets that people listed, in their order, each once.
    ///
    /// They write `CCS-9`, but also `ccs-9`, `CCS-9, CCS-12` or the address in their browser. What is no key stays as it is,
    /// so that it is told; blanks are nothing.
    var ticketKeys: [String] {
        guard !allSatisfy(\.isTicketKey) || Set(self).count != count else { return self }
        var keys: [String] = []
        for part in flatMap(\.ticketKeys) where !keys.contains(part) { keys.append(part) }
        return keys
    }
}

extension String {
    /// Whether it is the key of an issue: a project's key, a hyphen, a number.
    fileprivate var isTicketKey: Bool {
        var hyphens = 0
        var isFirst = true
        var digits = 0
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                guard hyphens == 0 else { return false }
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isFirst { return false }
                digits += hyphens
            case UInt8(ascii: "-"):
                guard !isFirst, hyphens == 0 else { return false }
                hyphens = 1
            default: return false
            }
            isFirst = false
        }
        return digits > 0
    }

    /// The keys in one element of the list.
    fileprivate var ticketKeys: [String] {
        let parts = split { $0.isWhitespace || $0 == "," || $0 == ";" }.map { part -> String in
            let name = part.ticketName
            let key = name.uppercased()
            return key.isTicketKey ? key : String(part)
        }
        // A sentence is no list of keys: it is told as a whole.
        if parts.count > 1, !parts.allSatisfy(\.isTicketKey) { return [self] }
        return parts
    }
}

extension Substring {
    /// What an address names: the part behind `/browse/`, without what follows it.
    fileprivate var ticketName: Substring {
        guard contains("://"), let place = split(separator: "/browse/", maxSplits: 1).last,
            place.count < count
        else { return self }
        return place.prefix { $0 != "?" && $0 != "#" && $0 != "/" }
    }
}
