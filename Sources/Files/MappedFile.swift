internal import Glibc

/// The bytes of a file, mapped into memory for as long as this value lives.
@safe public struct MappedFile: ~Copyable {
    /// The bytes; nobody may hold on to them for longer than to this value.
    public let bytes: UnsafeRawBufferPointer

    /// Maps a file, which is going to be read from its beginning to its end.
    public init(_ path: String) throws(FileError) {
        let file = try OpenFile(reading: path)
        let size = try file.size
        guard size > 0 else {
            unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        unsafe bytes = try file.withNumber { number throws(FileError) in
            guard let start = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, number, 0),
                unsafe start != MAP_FAILED
            else { throw FileError(.read, path, errno: errno) }
            unsafe madvise(start, size, MADV_SEQUENTIAL)
            return unsafe UnsafeRawBufferPointer(start: start, count: size)
        }
    }

    deinit {
        guard let start = unsafe bytes.baseAddress else { return }
        unsafe munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }

    /// The number of bytes that are gone over before their memory is given back.
    private static let stretch = 4 << 20

    /// Calls `body` with every line that is not empty, and its number from 1.
    ///
    /// What was gone over leaves the memory: a file may be larger than what its reader needs in all.
    public borrowing func forEachLine(_ body: (UnsafeRawBufferPointer, Int) throws -> Void) rethrows {
        guard let base = unsafe bytes.baseAddress else { return }
        var offset = 0
        var number = 0
        var released = 0
        let count = unsafe bytes.count
        while offset < count {
            number += 1
            let rest = count - offset
            let found = unsafe memchr(base + offset, 0x0a, rest)
            let end = unsafe found.map { unsafe UnsafeRawPointer($0) - base } ?? count
            if end > offset { try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]), number) }
            offset = end + 1
            if offset - released > Self.stretch {
                unsafe madvise(
                    UnsafeMutableRawPointer(mutating: base + released),
                    Self.stretch,
                    MADV_DONTNEED
                )
                released += Self.stretch
            }
        }
    }
}
