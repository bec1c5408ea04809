import Glibc

/// Strings in C's form, freed when the value is; `nil` becomes a null pointer, and so does the end.
@safe struct CStrings: ~Copyable {
    private let buffer: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>

    init(_ strings: [String?]) {
        unsafe buffer = .allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() {
            unsafe buffer.initializeElement(
                at: index,
                to: UnsafePointer(string.flatMap { unsafe strdup($0) })
            )
        }
        unsafe buffer.initializeElement(at: strings.count, to: nil)
    }

    deinit {
        for index in unsafe buffer.indices { unsafe free(UnsafeMutablePointer(mutating: buffer[index])) }
        unsafe buffer.deallocate()
    }

    /// The first of the pointers; valid while this value lives.
    var pointer: UnsafePointer<UnsafePointer<CChar>?>? { unsafe UnsafePointer(buffer.baseAddress) }
}
