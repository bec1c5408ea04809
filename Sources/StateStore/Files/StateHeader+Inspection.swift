internal import Notation

extension StateHeader {
    /// Reads the file, and tells all that is wrong with it; nil when it cannot be read.
    static func inspect(_ file: [UInt8]) -> (header: StateHeader?, faults: [StateFault]) {
        let header: StateHeader
        do throws(StateFault) {
            header = try StateHeader(reading: file)
        } catch {
            return (nil, [error])
        }
        var faults: [StateFault] = []
        if let line = firstDifference(file, header.file) {
            faults.append(StateFault(Self.file, line: line, "the line is not written in the one way"))
        }
        if !isUUID(header.lineage) {
            faults.append(
                StateFault(Self.file, line: line(of: "lineage", in: file), "the lineage is no UUID")
            )
        }
        if header.serial < 1 {
            faults.append(StateFault(Self.file, line: line(of: "serial", in: file), "the serial is below 1"))
        }
        return (header, faults)
    }

    /// Returns the first line, counted from 1, in which two files differ; nil when they are the same.
    private static func firstDifference(_ left: [UInt8], _ right: [UInt8]) -> Int? {
        guard left != right else { return nil }
        let common = zip(left, right).prefix { $0 == $1 }.map(\.0)
        return common.count { $0 == UInt8(ascii: "\n") } + 1
    }

    private static func line(of name: String, in file: [UInt8]) -> Int? {
        file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .firstIndex { String(decoding: $0, as: UTF8.self).contains("\"\(name)\"") }.map { $0 + 1 }
    }

    /// Whether a text is a UUID in lower case.
    private static func isUUID(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.joined().allSatisfy { Hexadecimal.lowerValues[Int($0)] < 16 }
    }
}
