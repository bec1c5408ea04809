/// The faults that wait for their requests.
struct FaultBook: Sendable {
    private var faults: [SandboxFault] = []

    mutating func add(_ fault: SandboxFault) { faults.append(fault) }

    mutating func clear() { faults = [] }

    /// Finds the fault for a request and counts it.
    ///
    /// Faults are tried in the order they were added.
    mutating func next(method: String, path: String) -> SandboxFault.Kind? {
        for index in faults.indices {
            let fault = faults[index]
            guard fault.method == nil || fault.method == method, Self.matches(path, pattern: fault.path)
            else {
                continue
            }
            if fault.skip > 0 {
                faults[index].skip -= 1
                continue
            }
            if let times = fault.times {
                guard times > 0 else { continue }
                faults[index].times = times - 1
            }
            return fault.kind
        }
        return nil
    }

    /// Whether a text is as a pattern says, in which `*` stands for any text.
    static func matches(_ text: String, pattern: String) -> Bool {
        let text = Array(text.utf8)
        let pattern = Array(pattern.utf8)
        let star = UInt8(ascii: "*")
        var (at, place) = (0, 0)
        var retry: (at: Int, star: Int)?
        while at < text.count {
            if place < pattern.count, pattern[place] == star {
                retry = (at, place)
                place += 1
            } else if place < pattern.count, pattern[place] == text[at] {
                at += 1
                place += 1
            } else if let last = retry {
                retry = (last.at + 1, last.star)
                at = last.at + 1
                place = last.star + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == star }
    }
}
