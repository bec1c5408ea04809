internal import Reconciliation

extension LinkScanner {
    /// Reads a whole links file, and goes on after each fault: with the next line that begins an entry.
    ///
    /// - Parameters:
    ///   - file: The file's content.
    ///   - entry: Is called with each entry that can be read and the line that it begins in.
    ///   - fault: Is called with each fault's line and what is wrong there.
    static func inspect(
        _ file: [UInt8],
        entry: (Link, _ line: Int) -> Void,
        fault: (_ line: Int, _ message: String) -> Void
    ) {
        file.withUnsafeBytes { bytes in
            var scanner = LinkScanner(bytes)
            var lines = LineCounter(bytes)
            scanner.inspect(
                entry: { entry($0, lines.line(at: $1)) },
                fault: { fault(lines.line(at: $0.offset), $0.message) }
            )
        }
    }

    private mutating func inspect(entry: (Link, _ offset: Int) -> Void, fault: (Failure) -> Void) {
        if matches("{}\n"), bytes.count == 3 { return }
        guard !bytes.isEmpty else { return fault(failure("the file is empty")) }
        var last: Link?
        while position < bytes.count {
            let start = position
            do throws(Failure) {
                let (link, label) = try self.entry()
                entry(link, start)
                let before = last
                last = link
                do throws(Failure) { try check(link, label, after: before) } catch { fault(error) }
            } catch {
                fault(error)
                position = nextEntry(after: start)
            }
        }
    }

    /// Returns where the next line after `start` stands that begins an entry; the end where there is none.
    private func nextEntry(after start: Int) -> Int {
        var place = start
        while place < bytes.count {
            if place > start, bytes[place - 1] == UInt8(ascii: "\n"), matches("row ", at: place) {
                return place
            }
            place += 1
        }
        return place
    }
}

/// Tells in which line of a file a place is; asked in order, it goes through the file once.
struct LineCounter {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    private var line = 1

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Returns the line of the byte at `target`, counted from 1.
    mutating func line(at target: Int) -> Int {
        if target < offset { (offset, line) = (0, 1) }
        line += bytes[offset..<min(target, bytes.count)].count { $0 == UInt8(ascii: "\n") }
        offset = min(target, bytes.count)
        return line
    }
}
