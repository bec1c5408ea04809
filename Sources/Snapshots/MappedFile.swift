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

    /// Calls `body` with every line that is not empty, and its number from 1.
    borrowing func forEachLine(_ body: (UnsafeRawBufferPointer, Int) throws -> Void) rethrows {
        guard let base = bytes.baseAddress else { return }
        var offset = 0
        var number = 0
        while offset < bytes.count {
            number += 1
            let rest = bytes.count - offset
            let end = memchr(base + offset, 0x0a, rest).map { UnsafeRawPointer($0) - base } ?? bytes.count
            if end > offset { try body(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]), number) }
            offset = end + 1
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
