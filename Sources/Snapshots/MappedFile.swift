import Glibc
internal import Workflow

/// The bytes of a file, mapped into memory for as long as this value lives.
struct MappedFile: ~Copyable {
    let bytes: UnsafeRawBufferPointer

    /// Maps a file; throws a `Problem` when it cannot be read.
    init(_ path: String) throws(Problem) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.problem(path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Self.problem(path) }
        let size = Int(status.st_size)
        guard size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
            throw Self.problem(path)
        }
        madvise(start, size, MADV_SEQUENTIAL)
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }

    /// How many bytes are gone over before their memory is given back.
    private static let stretch = 4 << 20

    /// Calls `body` with every line that is not empty, and its number from 1.
    ///
    /// What was gone over leaves the memory: a snapshot may be larger than what the plan needs in all.
    borrowing func forEachLine(_ body: (UnsafeRawBufferPointer, Int) throws -> Void) rethrows {
        guard let base = bytes.baseAddress else { return }
        var offset = 0
        var number = 0
        var released = 0
        while offset < bytes.count {
            number += 1
            let rest = bytes.count - offset
            let end = memchr(base + offset, 0x0a, rest).map { UnsafeRawPointer($0) - base } ?? bytes.count
            if end > offset { try body(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]), number) }
            offset = end + 1
            if offset - released > Self.stretch {
                madvise(UnsafeMutableRawPointer(mutating: base + released), Self.stretch, MADV_DONTNEED)
                released += Self.stretch
            }
        }
    }

    private static func problem(_ path: String) -> Problem {
        Problem(
            .failure,
            "\(path) cannot be read: \(String(cString: strerror(errno)))",
            hint: "Make a snapshot with audit-jira snapshot --out DIR"
        )
    }
}
